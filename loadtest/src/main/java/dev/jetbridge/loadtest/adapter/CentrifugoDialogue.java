package dev.jetbridge.loadtest.adapter;

/** One connection to a Centrifugo server, subscribed to one channel. */
final class CentrifugoDialogue extends WebSocketDialogue {
  private final String channel;
  private final String token;
  private final ResumePoint from;

  CentrifugoDialogue(Endpoint endpoint, String channel, String token, ResumePoint from) {
    super(endpoint, "");
    this.channel = channel;
    this.token = token;
    this.from = from;
  }

  @Override
  String target(Endpoint endpoint) {
    return endpoint.path();
  }

  @Override
  Conversation converse(Wire wire, FeedSink sink) {
    CentrifugoConversation conversation = new CentrifugoConversation(channel, from, wire, sink);
    conversation.connect(token);
    return conversation;
  }
}
