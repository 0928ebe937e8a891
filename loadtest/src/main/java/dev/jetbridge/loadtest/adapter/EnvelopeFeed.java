package dev.jetbridge.loadtest.adapter;

import java.net.URI;
import java.util.List;

/**
 * A Jetbridge server, or any other that sends {@code {"seq":N,"event":...}} and takes {@code
 * ?since=}.
 *
 * @param headers of each request, {@code Name: value}
 * @param controlled whether to ask for {@code jetbridge.v1}, which adds control messages
 */
public record EnvelopeFeed(URI url, List<String> headers, boolean controlled) implements Adapter {
  /** Keeps copies. */
  public EnvelopeFeed {
    headers = List.copyOf(headers);
  }

  @Override
  public Dialogue dial(ResumePoint from, List<String> filters) {
    return new EnvelopeDialogue(Endpoint.of(url, "/ws/events", headers), from, filters, controlled);
  }

  @Override
  public boolean tellsWhereItBegins() {
    return controlled;
  }
}
