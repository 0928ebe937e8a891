package dev.jetbridge.loadtest.adapter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/**
 * An ordered consumer for this viewer alone, made, watched and remade as JetStream's clients do it
 * (ADR-17): an ephemeral push consumer without acknowledgements, with flow control and heartbeats,
 * made again behind the last event where its numbers have a hole.
 */
final class NatsConversation implements Conversation, NatsProtocol.Sink {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long HEARTBEAT_NANOS = 5_000_000_000L;

  private final NatsFeed feed;
  private final ResumePoint from;
  private final String filter;
  private final Wire wire;
  private final FeedSink sink;
  private final String inbox;
  private final NatsProtocol protocol = new NatsProtocol();
  private int generation;
  private long consumerSeq;
  private long last = -1;

  NatsConversation(NatsFeed feed, ResumePoint from, String filter, Wire wire, FeedSink sink) {
    this.feed = feed;
    this.from = from;
    this.filter = filter;
    this.wire = wire;
    this.sink = sink;
    this.inbox = "_INBOX.L" + Long.toString(ThreadLocalRandom.current().nextLong() >>> 1, 36);
  }

  @Override
  public void text(byte[] bytes, int offset, int length) {
    sink.broken("a text message, expected NATS protocol in binary ones");
  }

  @Override
  public void binary(byte[] bytes, int offset, int length) {
    protocol.decode(bytes, offset, length, this);
  }

  @Override
  public void line(String line) {
    if (line.startsWith("INFO ") && generation == 0) {
      send(
          "CONNECT {\"verbose\":false,\"pedantic\":false,\"lang\":\"java\",\"version\":\"0\","
              + "\"headers\":true,\"no_responders\":true,\"protocol\":1,\"name\":\"loadtest\""
              + (feed.credentials().isEmpty() ? "" : "," + feed.credentials())
              + "}\r\n");
      create();
    } else if (line.equals("PING")) {
      send("PONG\r\n");
    } else if (line.startsWith("-ERR")) {
      sink.broken("nats-server said " + line);
    }
  }

  @Override
  public void malformed(String found) {
    sink.broken(found);
  }

  @Override
  public void message(NatsProtocol.Delivered message) {
    if (message.subject().equals(inbox + ".c" + generation)) {
      created(message);
    } else if (message.subject().equals(inbox + ".d" + generation) || isEvent(message)) {
      delivered(message);
    }
  }

  private static boolean isEvent(NatsProtocol.Delivered message) {
    return message.reply().startsWith("$JS.ACK.");
  }

  private void delivered(NatsProtocol.Delivered message) {
    if (!isEvent(message)) {
      if (!message.reply().isEmpty()) {
        send("PUB " + message.reply() + " 0\r\n\r\n");
      }
      answerStall(message.header());
      return;
    }
    // $JS.ACK.<stream>.<consumer>.<delivered>.<stream seq>.<consumer seq>.<time>.<pending>, newer
    // servers put a domain and an account before the stream.
    String[] tokens = message.reply().split("\\.", -1);
    int name = tokens.length > 9 ? 4 : 2;
    if (!tokens[name + 1].endsWith("g" + generation)) {
      return;
    }
    long seq = Long.parseLong(tokens[name + 3]);
    long consumed = Long.parseLong(tokens[name + 4]);
    if (consumed != consumerSeq + 1) {
      create();
      return;
    }
    consumerSeq = consumed;
    last = seq;
    sink.event(seq, message.bytes(), message.offset(), message.length(), 0, 0);
  }

  /** A heartbeat that names a flow control subject: its answer was lost. */
  private void answerStall(String header) {
    for (String line : header.split("\r\n", -1)) {
      if (line.startsWith("Nats-Consumer-Stalled:")) {
        send("PUB " + line.substring(line.indexOf(':') + 1).strip() + " 0\r\n\r\n");
      }
    }
  }

  private void create() {
    if (generation > 0) {
      send("UNSUB %d\r\nUNSUB %d\r\n".formatted(2 * generation, 2 * generation + 1));
    }
    generation++;
    consumerSeq = 0;
    // Literal subjects: JetStream delivers to nobody who subscribes by wildcard.
    send(
        "SUB %s.c%d %d\r\nSUB %s.d%d %d\r\n"
            .formatted(inbox, generation, 2 * generation, inbox, generation, 2 * generation + 1));
    ObjectNode request = JSON.createObjectNode().put("stream_name", feed.stream());
    String name = inbox.substring("_INBOX.".length()) + "g" + generation;
    ObjectNode config =
        request
            .putObject("config")
            .put("name", name)
            .put("deliver_subject", inbox + ".d" + generation)
            .put("ack_policy", "none")
            .put("max_deliver", 1)
            .put("replay_policy", "instant")
            .put("flow_control", true)
            .put("idle_heartbeat", HEARTBEAT_NANOS)
            .put("inactive_threshold", 6 * HEARTBEAT_NANOS)
            .put("mem_storage", true)
            .put("num_replicas", 1);
    if (last >= 0) {
      config.put("deliver_policy", "by_start_sequence").put("opt_start_seq", last + 1);
    } else {
      switch (from) {
        case ResumePoint.Latest() -> config.put("deliver_policy", "new");
        case ResumePoint.Earliest() -> config.put("deliver_policy", "all");
        case ResumePoint.After(long seq, var epoch, var time) ->
            config.put("deliver_policy", "by_start_sequence").put("opt_start_seq", seq + 1);
      }
    }
    String subject = "$JS.API.CONSUMER.CREATE." + feed.stream() + "." + name;
    if (!filter.isEmpty()) {
      config.put("filter_subject", filter);
      subject += "." + filter;
    }
    byte[] body = request.toString().getBytes(StandardCharsets.UTF_8);
    send(
        "PUB %s %s.c%d %d\r\n%s\r\n"
            .formatted(
                subject, inbox, generation, body.length, new String(body, StandardCharsets.UTF_8)));
  }

  private void created(NatsProtocol.Delivered message) {
    try {
      JsonNode reply = JSON.readTree(message.bytes(), message.offset(), message.length());
      if (reply.has("error")) {
        sink.closing(1013, "no consumer: " + reply.path("error").path("description").asText());
        return;
      }
      long begin = reply.path("delivered").path("stream_seq").asLong();
      if (last < 0) {
        last = begin;
      }
      sink.startsAfter(begin, null, null);
    } catch (JsonProcessingException e) {
      sink.broken("an answer that is no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
  }

  private void send(String protocolLines) {
    wire.binary(protocolLines.getBytes(StandardCharsets.UTF_8));
  }
}
