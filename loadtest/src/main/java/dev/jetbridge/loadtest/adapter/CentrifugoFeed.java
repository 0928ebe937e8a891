package dev.jetbridge.loadtest.adapter;

import java.net.URI;
import java.util.List;

/**
 * A Centrifugo server's bidirectional WebSocket in JSON (client protocol v2), one channel with
 * history and recovery for each viewer. A publication's offset is its sequence.
 *
 * @param channel where viewers have no filter
 * @param token of the {@code connect} command, empty for none
 */
public record CentrifugoFeed(URI url, String channel, String token) implements Adapter {
  @Override
  public Dialogue dial(ResumePoint from, List<String> filters) {
    String filter = Adapter.sole(filters);
    return new CentrifugoDialogue(
        Endpoint.of(url, "/connection/websocket", List.of()),
        filter.isEmpty() ? channel : filter,
        token,
        from);
  }

  @Override
  public boolean tellsWhereItBegins() {
    return true;
  }
}
