package dev.jetbridge.loadtest.adapter;

import dev.jetbridge.loadtest.net.ResponseHead;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One request for server-sent events. */
final class SseDialogue implements Dialogue {
  private static final int GONE = 410;

  private final Endpoint endpoint;
  private final ResumePoint from;
  private final String filter;

  SseDialogue(Endpoint endpoint, ResumePoint from, String filter) {
    this.endpoint = endpoint;
    this.from = from;
    this.filter = filter;
  }

  @Override
  public byte[] request() {
    StringBuilder head = new StringBuilder("GET ").append(endpoint.path());
    if (!filter.isEmpty()) {
      head.append("?subject=").append(Endpoint.encoded(filter));
    }
    head.append(" HTTP/1.1\r\nHost: ").append(endpoint.host());
    head.append("\r\nAccept: text/event-stream\r\nCache-Control: no-cache\r\n");
    switch (from) {
      case ResumePoint.Latest() -> {
        // The absence of Last-Event-ID says so.
      }
      case ResumePoint.Earliest() -> head.append("Last-Event-ID: 0\r\n");
      case ResumePoint.After(long seq, var epoch, var time) ->
          head.append("Last-Event-ID: ").append(seq).append("\r\n");
    }
    endpoint.headers().forEach(header -> head.append(header).append("\r\n"));
    return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public @Nullable String refusal(ResponseHead head) {
    if (head.status() == GONE) {
      return null;
    }
    if (head.status() != 200 || !head.header("content-type").startsWith("text/event-stream")) {
      return "status %d of type '%s' found, expected 200 of text/event-stream"
          .formatted(head.status(), head.header("content-type"));
    }
    return null;
  }

  @Override
  public Decoder open(ResponseHead head, Wire wire, FeedSink sink) {
    if (head.status() == GONE) {
      sink.gone("status 410");
      return (bytes, from, to) -> to;
    }
    EventStream events = new EventStream(sink);
    return head.header("transfer-encoding").equalsIgnoreCase("chunked")
        ? new Chunks(events, sink)
        : events;
  }
}
