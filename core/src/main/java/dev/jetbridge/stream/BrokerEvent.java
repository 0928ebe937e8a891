package dev.jetbridge.stream;

import java.time.Instant;

/**
 * Something that happened between the bridge and its broker, worth remembering when somebody asks
 * later what went wrong.
 *
 * @param time when it was noticed, by this machine's clock
 * @param connection the name of the connection, as the broker's operators see it
 * @param client the number that the server behind it gave the connection, as in its log and its
 *     {@code /connz}; 0 where there was none
 * @param kind what happened
 * @param party who caused it, as far as can be told from here
 * @param cause why, in words for an operator
 */
public record BrokerEvent(
    Instant time, String connection, long client, Kind kind, Party party, String cause) {

  public BrokerEvent {
    if (connection.isBlank() || client < 0) {
      throw new IllegalArgumentException(
          "connection \"%s\", client %d found, expected a name and 0 or a number of the server"
              .formatted(connection, client));
    }
  }

  /** What happened. */
  public enum Kind {
    /** The first connection since the start was made. */
    CONNECTED,
    /** A connection was made after one was lost. */
    RECONNECTED,
    /** A connection was lost. */
    DISCONNECTED,
    /** A connection was closed by the bridge. */
    CLOSED,
    /** No server could be reached. */
    UNREACHABLE,
    /** A server refused the credentials: unknown, wrong, or without a reason given. */
    REFUSED,
    /** The credentials have expired. */
    EXPIRED,
    /** The credentials were revoked. */
    REVOKED,
    /** The credentials expire soon and nothing newer was found. */
    EXPIRING,
    /** A connection with newer credentials took over from the one before. */
    CREDENTIALS_RELOADED,
    /** A server told that it is about to stop. */
    BROKER_STOPPING,
    /** A consumer is gone: deleted, expired, or its server lost. */
    CONSUMER_LOST,
    /**
     * A consumer that was asked says neither message nor heartbeat, over a connection that stands.
     */
    CONSUMER_SILENT,
    /** The broker makes no more consumers. */
    CONSUMER_LIMIT,
    /** What is kept of the stream is read on through another consumer, or made again. */
    REBUILT,
    /** The window was emptied. */
    TAIL_RESET
  }

  /** Who caused it. */
  public enum Party {
    /** The broker said so. */
    BROKER,
    /** Nothing was said: the network, or a broker that ended without a word. */
    NETWORK,
    /** The bridge itself. */
    BRIDGE,
    /** A person, or what acts for one: a changed file, a request to the admin port. */
    OPERATOR
  }
}
