package dev.jetbridge.stream;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the broker as it is now.
 *
 * @param name its name, as the broker's operators see it
 * @param server the server's URL, null where there is no connection
 * @param client the number that the server gave it, 0 where there is no connection
 * @param since when it was made or lost
 * @param expires when the credentials that it was made with expire, or those that were tried last;
 *     null where they do not or where that is not known
 * @param fault why there is no connection, null where there is one
 */
public record BrokerConnection(
    String name,
    @Nullable String server,
    long client,
    Instant since,
    @Nullable Instant expires,
    @Nullable String fault) {

  /** Something that happened to it as it is now. */
  public BrokerEvent event(
      Instant time, BrokerEvent.Kind kind, BrokerEvent.Party party, String cause) {
    return new BrokerEvent(time, name, client, kind, party, cause);
  }
}
