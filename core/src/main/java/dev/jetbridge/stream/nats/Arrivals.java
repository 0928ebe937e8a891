package dev.jetbridge.stream.nats;

import dev.jetbridge.stream.Delivery;
import dev.jetbridge.stream.StreamFailure;
import dev.jetbridge.stream.StreamFailure.Kind;
import dev.jetbridge.stream.StreamMessage;
import io.nats.client.Message;
import io.nats.client.MessageHandler;
import io.nats.client.impl.Headers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands each arrival of a connection to whom it is for, on the dispatcher's one thread. A stream's
 * message comes with the stream's subject and names its consumer in the reply subject; statuses and
 * replies come on the inbox.
 */
final class Arrivals implements MessageHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);

  private final Link link;

  Arrivals(Link link) {
    this.link = link;
  }

  @Override
  public void onMessage(Message message) {
    String reply = message.getReplyTo();
    if (reply != null && reply.startsWith(AckSubject.PREFIX)) {
      streamMessage(message, reply);
    } else if (message.getSubject().startsWith(link.inbox())) {
      fromInbox(message, message.getSubject().substring(link.inbox().length()));
    } else {
      LOG.warn("message on {} found, expected the inbox", message.getSubject());
    }
  }

  private void streamMessage(Message message, String reply) {
    AckSubject ack = AckSubject.parse(reply);
    if (ack == null) {
      LOG.error("reply subject {} found, expected one of JetStream: message lost", reply);
      return;
    }
    PullReplay replay = link.replay(ack.consumer());
    if (replay == null) {
      return;
    }
    try {
      StreamMessage stored =
          new StreamMessage(
              ack.streamSequence(),
              message.getSubject(),
              ack.time(),
              headers(message.getHeaders()),
              message.getData());
      replay.delivered(
          new Delivery.Message(stored, ack.consumerSequence(), ack.pending()),
          (int) message.consumeByteCount());
    } catch (IllegalArgumentException e) {
      replay.failed(new StreamFailure(Kind.REFUSED, "message not understood: " + e.getMessage()));
    }
  }

  /**
   * @param token a request's number, or {@code <consumer>.<pull>.<messages>}
   */
  private void fromInbox(Message message, String token) {
    int dot = token.indexOf('.');
    if (dot < 0) {
      link.requests().arrived(Long.parseLong(token), message);
      return;
    }
    PullReplay replay = link.replay(token.substring(0, dot));
    if (replay == null || !message.isStatusMessage()) {
      return;
    }
    int second = token.indexOf('.', dot + 1);
    replay.said(
        Long.parseLong(token, dot + 1, second, 10),
        Integer.parseInt(token, second + 1, token.length(), 10),
        PullStatus.of(message));
  }

  private static Map<String, String> headers(@Nullable Headers headers) {
    if (headers == null || headers.isEmpty()) {
      return Map.of();
    }
    String wrapped = headers.getFirst(HeaderBlock.WRAPPED);
    if (wrapped != null) {
      return HeaderBlock.unwrap(wrapped);
    }
    Map<String, String> first = HashMap.newHashMap(headers.size());
    for (Map.Entry<String, List<String>> header : headers.entrySet()) {
      first.put(header.getKey(), header.getValue().getFirst());
    }
    return Map.copyOf(first);
  }
}
