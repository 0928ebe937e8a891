package dev.jetbridge.loadtest.adapter;

import dev.jetbridge.loadtest.net.FrameDecoder;
import dev.jetbridge.loadtest.net.FrameSink;
import dev.jetbridge.loadtest.net.ResponseHead;
import dev.jetbridge.loadtest.net.Upgrade;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all dialogues over WebSocket share: the handshake, pings, closes, broken frames. */
abstract sealed class WebSocketDialogue implements Dialogue
    permits EnvelopeDialogue, NatsDialogue, CentrifugoDialogue {
  private final Upgrade upgrade = new Upgrade();
  private final Endpoint endpoint;
  private final String subprotocol;

  /**
   * @param subprotocol offered and expected back, empty for none
   */
  WebSocketDialogue(Endpoint endpoint, String subprotocol) {
    this.endpoint = endpoint;
    this.subprotocol = subprotocol;
  }

  /** Path and query to ask for. */
  abstract String target(Endpoint endpoint);

  /** The connection is open. */
  abstract Conversation converse(Wire wire, FeedSink sink);

  @Override
  public final byte[] request() {
    List<String> headers = new ArrayList<>(endpoint.headers());
    if (!subprotocol.isEmpty()) {
      headers.add("Sec-WebSocket-Protocol: " + subprotocol);
    }
    return upgrade.request(endpoint.host(), target(endpoint), headers);
  }

  @Override
  public final @Nullable String refusal(ResponseHead head) {
    return head.status() == 101
        ? upgrade.fault(head, subprotocol)
        : "status %d found, expected 101".formatted(head.status());
  }

  @Override
  public final Decoder open(ResponseHead head, Wire wire, FeedSink sink) {
    FrameDecoder frames = new FrameDecoder();
    FrameSink routed = new Routed(wire, sink, converse(wire, sink));
    return (bytes, from, to) -> frames.decode(bytes, from, to, routed);
  }

  private static final class Routed implements FrameSink {
    private final Wire wire;
    private final FeedSink sink;
    private final Conversation conversation;

    Routed(Wire wire, FeedSink sink, Conversation conversation) {
      this.wire = wire;
      this.sink = sink;
      this.conversation = conversation;
    }

    @Override
    public void text(byte[] bytes, int offset, int length) {
      sink.message(bytes, offset, length);
      conversation.text(bytes, offset, length);
    }

    @Override
    public void binary(byte[] bytes, int offset, int length) {
      sink.message(bytes, offset, length);
      conversation.binary(bytes, offset, length);
    }

    @Override
    public void ping(byte[] payload) {
      wire.pong(payload);
    }

    @Override
    public void pong() {}

    @Override
    public void closing(int code, String reason) {
      sink.closing(code, reason);
    }

    @Override
    public void malformed(String found) {
      sink.broken(found);
    }
  }
}
