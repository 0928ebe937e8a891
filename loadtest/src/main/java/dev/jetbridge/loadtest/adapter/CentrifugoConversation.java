package dev.jetbridge.loadtest.adapter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/**
 * Centrifugo's client protocol v2 in JSON
 * (https://centrifugal.dev/docs/transports/client_protocol): connect, subscribe with recovery,
 * publications; several replies to a frame, one a line; an empty object is a ping, and its own
 * answer.
 *
 * <p>A publication's {@code data} is parsed and written again without spaces, which leaves the load
 * tester's own events as they were.
 */
final class CentrifugoConversation implements Conversation {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CONNECT = 1;
  private static final int SUBSCRIBE = 2;

  /** Centrifugo's error code for a position that is not in the channel's history. */
  private static final int UNRECOVERABLE = 112;

  private final String channel;
  private final ResumePoint from;
  private final Wire wire;
  private final FeedSink sink;

  CentrifugoConversation(String channel, ResumePoint from, Wire wire, FeedSink sink) {
    this.channel = channel;
    this.from = from;
    this.wire = wire;
    this.sink = sink;
  }

  void connect(String token) {
    ObjectNode command = JSON.createObjectNode().put("id", CONNECT);
    ObjectNode connect = command.putObject("connect").put("name", "loadtest");
    if (!token.isEmpty()) {
      connect.put("token", token);
    }
    wire.text(command.toString());
  }

  @Override
  public void binary(byte[] bytes, int offset, int length) {
    sink.broken("a binary message, expected JSON");
  }

  @Override
  public void text(byte[] bytes, int offset, int length) {
    String frame = new String(bytes, offset, length, StandardCharsets.UTF_8);
    for (String line : frame.split("\n", -1)) {
      if (!line.isEmpty()) {
        try {
          reply(JSON.readTree(line));
        } catch (JsonProcessingException e) {
          sink.broken("a reply that is no JSON: " + e.getOriginalMessage());
        }
      }
    }
  }

  private void reply(JsonNode reply) {
    if (reply.isEmpty()) {
      wire.text("{}");
    } else if (reply.has("error")) {
      refused(reply.path("error"));
    } else if (reply.has("push")) {
      push(reply.path("push"));
    } else if (reply.path("id").asInt() == CONNECT) {
      subscribe();
    } else if (reply.path("id").asInt() == SUBSCRIBE) {
      subscribed(reply.path("subscribe"));
    }
  }

  private void refused(JsonNode error) {
    if (error.path("code").asInt() == UNRECOVERABLE) {
      sink.gone("unrecoverable position");
    } else {
      sink.closing(1008, "error " + error);
    }
  }

  private void subscribe() {
    ObjectNode command = JSON.createObjectNode().put("id", SUBSCRIBE);
    ObjectNode subscribe = command.putObject("subscribe").put("channel", channel);
    switch (from) {
      case ResumePoint.Latest() -> {
        // Without recovery the reply tells the offset at which the subscription begins.
      }
      case ResumePoint.Earliest() -> subscribe.put("recover", true);
      case ResumePoint.After(long seq, var epoch, var time) -> {
        subscribe.put("recover", true).put("offset", seq);
        if (epoch != null) {
          subscribe.put("epoch", epoch);
        }
      }
    }
    wire.text(command.toString());
  }

  private void subscribed(JsonNode reply) {
    String incarnation = reply.path("epoch").asText("");
    if (reply.path("was_recovering").asBoolean() && !reply.path("recovered").asBoolean()) {
      sink.gone("not recovered");
      return;
    }
    JsonNode publications = reply.path("publications");
    long begin = reply.path("offset").asLong();
    if (from instanceof ResumePoint.After(long seq, var epoch, var time)) {
      begin = seq;
    } else if (!publications.isEmpty()) {
      begin = publications.path(0).path("offset").asLong() - 1;
    }
    sink.startsAfter(begin, incarnation.isEmpty() ? null : incarnation, null);
    for (JsonNode publication : publications) {
      event(publication.path("offset").asLong(), publication.path("data").toString());
    }
    sink.covered(reply.path("offset").asLong(), null);
  }

  private void push(JsonNode push) {
    if (push.has("pub")) {
      JsonNode publication = push.path("pub");
      event(publication.path("offset").asLong(), publication.path("data").toString());
    } else if (push.has("disconnect")) {
      JsonNode disconnect = push.path("disconnect");
      sink.closing(disconnect.path("code").asInt(), disconnect.path("reason").asText());
    } else if (push.has("unsubscribe")) {
      sink.closing(1013, "unsubscribed: " + push.path("unsubscribe"));
    }
  }

  private void event(long offset, String data) {
    byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
    sink.event(offset, bytes, 0, bytes.length, 0, 0);
  }
}
