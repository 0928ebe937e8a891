package dev.jetbridge.loadtest.adapter;

import java.util.List;

/**
 * A feed of {@code {"seq":N,"event":...}} messages, with or without the control messages of {@code
 * jetbridge.v1}.
 */
final class EnvelopeDialogue extends WebSocketDialogue {
  private final ResumePoint from;
  private final List<String> filters;
  private final boolean controlled;

  EnvelopeDialogue(Endpoint endpoint, ResumePoint from, List<String> filters, boolean controlled) {
    super(endpoint, controlled ? "jetbridge.v1" : "");
    this.from = from;
    this.filters = List.copyOf(filters);
    this.controlled = controlled;
  }

  @Override
  String target(Endpoint endpoint) {
    StringBuilder target = new StringBuilder(endpoint.path());
    switch (from) {
      case ResumePoint.Latest() -> target.append("?since=latest");
      case ResumePoint.Earliest() -> target.append("?since=earliest");
      case ResumePoint.After(long seq, var epoch, var time) -> {
        target.append("?since=").append(seq);
        if (epoch != null) {
          target.append("&epoch=").append(Endpoint.encoded(epoch));
        }
        if (time != null) {
          target.append("&at=").append(Endpoint.encoded(time));
        }
      }
    }
    for (String filter : filters) {
      target.append("&subject=").append(Endpoint.encoded(filter));
    }
    return target.toString();
  }

  @Override
  Conversation converse(Wire wire, FeedSink sink) {
    return new EnvelopeConversation(sink, controlled);
  }
}
