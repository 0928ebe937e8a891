package dev.jetbridge.loadtest.adapter;

import java.net.URI;
import java.util.List;

/**
 * nats-server's own WebSocket port, with a consumer for each viewer: what a stream costs without
 * anything in front of it. nats-server 2.9 or later.
 *
 * @param credentials members of the {@code CONNECT} object, such as {@code "user":"a","pass":"b"};
 *     empty for none
 */
public record NatsFeed(URI url, String stream, String credentials) implements Adapter {
  @Override
  public Dialogue dial(ResumePoint from, List<String> filters) {
    return new NatsDialogue(Endpoint.of(url, "/", List.of()), this, from, Adapter.sole(filters));
  }

  @Override
  public boolean tellsWhereItBegins() {
    return true;
  }
}
