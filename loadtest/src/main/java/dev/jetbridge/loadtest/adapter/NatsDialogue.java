package dev.jetbridge.loadtest.adapter;

/** nats-server's own WebSocket, with an ordered consumer for each viewer. */
final class NatsDialogue extends WebSocketDialogue {
  private final NatsFeed feed;
  private final ResumePoint from;
  private final String filter;

  NatsDialogue(Endpoint endpoint, NatsFeed feed, ResumePoint from, String filter) {
    super(endpoint, "");
    this.feed = feed;
    this.from = from;
    this.filter = filter;
  }

  @Override
  String target(Endpoint endpoint) {
    return endpoint.path();
  }

  @Override
  Conversation converse(Wire wire, FeedSink sink) {
    return new NatsConversation(feed, from, filter, wire, sink);
  }
}
