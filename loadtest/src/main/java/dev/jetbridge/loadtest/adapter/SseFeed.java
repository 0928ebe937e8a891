package dev.jetbridge.loadtest.adapter;

import java.net.URI;
import java.util.List;

/**
 * Server-sent events: each event's {@code id} is its sequence, {@code Last-Event-ID} resumes. The
 * {@code data} is the event, or an envelope {@code {"seq":N,"event":...}} around it.
 *
 * @param headers of each request, {@code Name: value}
 */
public record SseFeed(URI url, List<String> headers) implements Adapter {
  /** Keeps copies. */
  public SseFeed {
    headers = List.copyOf(headers);
  }

  @Override
  public Dialogue dial(ResumePoint from, List<String> filters) {
    return new SseDialogue(Endpoint.of(url, "/sse/events", headers), from, Adapter.sole(filters));
  }

  @Override
  public boolean tellsWhereItBegins() {
    return false;
  }
}
