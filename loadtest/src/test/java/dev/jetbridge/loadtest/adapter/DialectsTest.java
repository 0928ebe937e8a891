package dev.jetbridge.loadtest.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.loadtest.net.ResponseHead;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("Spoken with a server")
@SuppressWarnings("StringConcatToTextBlock") // line ends are part of what is said
class DialectsTest {
  private static final URI URL = URI.create("ws://feeds.example:8080");
  private final Heard heard = new Heard();

  private static void say(Conversation conversation, String... messages) {
    for (String message : messages) {
      byte[] bytes = ("#" + message + "#").getBytes(StandardCharsets.UTF_8);
      conversation.text(bytes, 1, bytes.length - 2);
    }
  }

  private static String request(Dialogue dialogue) {
    return new String(dialogue.request(), StandardCharsets.UTF_8);
  }

  @Nested
  @DisplayName("jetbridge.v1")
  class Jetbridge {
    @Test
    @DisplayName("asks with cursor, epoch, time and filter, each encoded")
    void asks() {
      EnvelopeFeed feed = new EnvelopeFeed(URL, List.of("Authorization: Bearer t"), true);
      ResumePoint from = new ResumePoint.After(42, "e/1", "2026-01-01T00:00:00Z");
      assertThat(request(feed.dial(from, List.of("a.*.>"))))
          .startsWith(
              "GET /ws/events?since=42&epoch=e%2F1&at=2026-01-01T00%3A00%3A00Z&subject=a.*.%3E"
                  + " HTTP/1.1\r\nHost: feeds.example:8080\r\n")
          .contains("\r\nSec-WebSocket-Protocol: jetbridge.v1\r\n")
          .contains("\r\nAuthorization: Bearer t\r\n");
    }

    @Test
    @DisplayName("asks for several filters by a parameter each")
    void union() {
      EnvelopeFeed feed = new EnvelopeFeed(URL, List.of(), true);
      assertThat(request(feed.dial(new ResumePoint.Latest(), List.of("a.>", "b.1"))))
          .startsWith("GET /ws/events?since=latest&subject=a.%3E&subject=b.1 HTTP/1.1\r\n");
    }

    @Test
    @DisplayName("understands every message, and passes over what it does not know")
    void messages() {
      say(
          new EnvelopeConversation(heard, true),
          "{\"type\":\"hello\",\"epoch\":\"e1\",\"cursor\":7}",
          "{\"seq\":8,\"subject\":\"s\",\"time\":\"T\",\"event\":{\"a\":[\"}\\\"\",{}]}}",
          " { \"new\" : {\"seq\":1} , \"event\" : null , \"seq\" : 9 } ",
          "{\"type\":\"caught_up\",\"seq\":9}",
          "{\"type\":\"bookmark\",\"seq\":12}",
          "{\"type\":\"upstream\",\"state\":\"down\"}",
          "{\"type\":\"goaway\",\"reconnect_after_ms\":250}",
          "{\"type\":\"/problems/ws/cursor-ahead\"}");
      assertThat(heard.words)
          .containsExactly(
              "starts after 7 in e1",
              "8 {\"a\":[\"}\\\"\",{}]} at T",
              "9 null",
              "covered 9",
              "covered 12",
              "goaway 250",
              "gone: /problems/ws/cursor-ahead");
    }

    @Test
    @DisplayName("calls what is no message broken, and control messages on a plain feed")
    void broken() {
      say(
          new EnvelopeConversation(heard, true),
          "[]",
          "{\"seq\":1}",
          "{\"seq\":0,\"event\":1}",
          "{\"seq\":1,\"event\":{",
          "{\"seq\":1,\"event\":1}x");
      say(new EnvelopeConversation(heard, false), "{\"type\":\"bookmark\",\"seq\":1}");
      assertThat(heard.words).hasSize(6).allMatch(word -> word.startsWith("broken"));
    }
  }

  @Nested
  @DisplayName("Centrifugo's protocol")
  class Centrifugo {
    private Conversation conversation(ResumePoint from) {
      return new CentrifugoDialogue(new Endpoint("h", "/", List.of()), "news", "jwt", from)
          .converse(heard, heard);
    }

    @Test
    @DisplayName("connects, recovers, hears publications, answers pings")
    void recovered() {
      say(
          conversation(new ResumePoint.After(3, "x", null)),
          "{\"id\":1,\"connect\":{\"client\":\"c\",\"ping\":25,\"pong\":true}}",
          "{\"id\":2,\"subscribe\":{\"epoch\":\"x\",\"recovered\":true,\"was_recovering\":true,"
              + "\"offset\":4,\"publications\":[{\"data\":{\"n\":1},\"offset\":4}]}}",
          "{}",
          "{\"push\":{\"channel\":\"news\",\"pub\":{\"data\":{\"n\":2},\"offset\":5}}}\n"
              + "{\"push\":{\"channel\":\"news\",\"pub\":{\"data\":{\"n\":3},\"offset\":6}}}");
      assertThat(heard.sent)
          .containsExactly(
              "{\"id\":1,\"connect\":{\"name\":\"loadtest\",\"token\":\"jwt\"}}",
              "{\"id\":2,\"subscribe\":{\"channel\":\"news\",\"recover\":true,\"offset\":3,"
                  + "\"epoch\":\"x\"}}",
              "{}");
      assertThat(heard.words)
          .containsExactly(
              "starts after 3 in x", "4 {\"n\":1}", "covered 4", "5 {\"n\":2}", "6 {\"n\":3}");
    }

    @Test
    @DisplayName("takes a failed recovery for a useless cursor")
    void notRecovered() {
      say(
          conversation(new ResumePoint.After(3, "x", null)),
          "{\"id\":2,\"subscribe\":{\"epoch\":\"y\",\"was_recovering\":true,\"offset\":9}}",
          "{\"id\":2,\"error\":{\"code\":112,\"message\":\"unrecoverable position\"}}");
      assertThat(heard.words)
          .containsExactly("gone: not recovered", "gone: unrecoverable position");
    }

    @Test
    @DisplayName("begins at the reply's offset where it asks for the latest")
    void latest() {
      say(
          conversation(new ResumePoint.Latest()),
          "{\"id\":1,\"connect\":{}}",
          "{\"id\":2,\"subscribe\":{\"epoch\":\"x\",\"offset\":9}}");
      assertThat(heard.sent.getLast()).isEqualTo("{\"id\":2,\"subscribe\":{\"channel\":\"news\"}}");
      assertThat(heard.words).containsExactly("starts after 9 in x", "covered 9");
    }
  }

  @Nested
  @DisplayName("server-sent events")
  class Sse {
    private static final String BODY =
        ": hello\r\n\r\nid: 7\r\ndata: {\"a\":\r\ndata: 1}\r\n\r\n"
            + "data: {\"seq\":8,\"event\":{\"b\":2}}\n\nid:9\ndata:3\n\nretry: 10\n\n";

    private void hear(String body, Map<String, String> headers, int step) {
      Dialogue dialogue = new SseFeed(URL, List.of()).dial(new ResumePoint.Latest(), List.of());
      Decoder decoder = dialogue.open(new ResponseHead(200, headers), heard, heard);
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      int from = 0;
      for (int to = 0; to < bytes.length; ) {
        to = Math.min(to + step, bytes.length);
        from = decoder.decode(bytes, from, to);
      }
    }

    @Test
    @DisplayName("resumes with Last-Event-ID")
    void asks() {
      SseFeed feed = new SseFeed(URL, List.of());
      assertThat(request(feed.dial(new ResumePoint.After(41, null, null), List.of())))
          .startsWith("GET /sse/events HTTP/1.1\r\n")
          .contains("\r\nLast-Event-ID: 41\r\n");
      assertThat(request(feed.dial(new ResumePoint.Latest(), List.of())))
          .doesNotContain("Last-Event-ID");
    }

    @Test
    @DisplayName("asks for one filter and for no more")
    void filters() {
      SseFeed feed = new SseFeed(URL, List.of());
      assertThat(request(feed.dial(new ResumePoint.Latest(), List.of("a.>"))))
          .startsWith("GET /sse/events?subject=a.%3E HTTP/1.1\r\n");
      assertThatThrownBy(() -> feed.dial(new ResumePoint.Latest(), List.of("a.>", "b.1")))
          .hasMessageContaining("[a.>, b.1] found, expected one");
    }

    @Test
    @DisplayName("hears events by id and by envelope, however the bytes are divided")
    void events() {
      for (int step = 1; step < BODY.length(); step++) {
        heard.words.clear();
        hear(BODY, Map.of(), step);
        assertThat(heard.words)
            .as("%d bytes at a time", step)
            .containsExactly("7 {\"a\":\n1}", "8 {\"b\":2}", "9 3");
      }
    }

    @Test
    @DisplayName("hears them in chunks of any size, and the end")
    void chunked() {
      StringBuilder chunks = new StringBuilder();
      for (int at = 0; at < BODY.length(); at += 13) {
        String part = BODY.substring(at, Math.min(BODY.length(), at + 13));
        chunks.append(Integer.toHexString(part.length())).append(";x=y\r\n");
        chunks.append(part).append("\r\n");
      }
      chunks.append("0\r\n\r\n");
      for (int step : new int[] {1, 2, 7, 1000}) {
        heard.words.clear();
        hear(chunks.toString(), Map.of("transfer-encoding", "chunked"), step);
        assertThat(heard.words)
            .as("%d bytes at a time", step)
            .startsWith("7 {\"a\":\n1}", "8 {\"b\":2}", "9 3", "close 1000");
      }
    }

    @Test
    @DisplayName("takes 410 for a useless cursor, and anything else but 200 for a refusal")
    void refused() {
      Dialogue dialogue =
          new SseFeed(URL, List.of()).dial(new ResumePoint.After(1, null, null), List.of());
      ResponseHead gone = new ResponseHead(410, Map.of());
      assertThat(dialogue.refusal(gone)).isNull();
      assertThat(dialogue.open(gone, heard, heard)).isNotNull();
      assertThat(heard.words).containsExactly("gone: status 410");
      assertThat(dialogue.refusal(new ResponseHead(404, Map.of()))).contains("404");
    }
  }

  @Nested
  @DisplayName("the NATS protocol")
  class Nats implements NatsProtocol.Sink {
    @Override
    public void message(NatsProtocol.Delivered message) {
      String body =
          new String(message.bytes(), message.offset(), message.length(), StandardCharsets.UTF_8);
      heard.words.add("%s %s %s".formatted(message.subject(), message.reply(), body.strip()));
    }

    @Override
    public void line(String line) {
      heard.words.add(line);
    }

    @Override
    public void malformed(String found) {
      heard.words.add("malformed");
    }

    @Test
    @DisplayName("hears messages with and without headers, however the bytes are divided")
    void divided() {
      String bytes =
          "INFO {}\r\nMSG a.b 1 5\r\nhello\r\nMSG a.b 2 $JS.ACK.S.C.1.7.1.0.0 2\r\n\r\n\r\n"
              + "HMSG a 1 r 12 14\r\nNATS/1.0\r\n\r\nxy\r\nPING\r\n";
      byte[] all = bytes.getBytes(StandardCharsets.UTF_8);
      for (int step = 1; step < all.length; step++) {
        heard.words.clear();
        NatsProtocol protocol = new NatsProtocol();
        for (int at = 0; at < all.length; at += step) {
          protocol.decode(all, at, Math.min(step, all.length - at), this);
        }
        assertThat(heard.words)
            .as("%d bytes at a time", step)
            .containsExactly(
                "INFO {}", "a.b  hello", "a.b $JS.ACK.S.C.1.7.1.0.0 ", "a r xy", "PING");
      }
    }
  }
}
