package dev.jetbridge.stream.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.stream.StreamMessage;
import dev.jetbridge.testkit.NatsServerExtension;
import dev.jetbridge.testkit.Streams;
import dev.jetbridge.testkit.TestStream;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A stored message")
class PayloadIT {
  @RegisterExtension static final NatsServerExtension NATS = new NatsServerExtension();

  private TestStream stream;
  private JetStreamSource source;

  @BeforeEach
  void open() {
    stream = Streams.create(NATS.server().connect(), Streams.memory("events.>"));
    source = TestSources.connect(NATS.server(), stream.name());
  }

  @AfterEach
  void close() {
    source.close();
    stream.delete();
  }

  @Test
  @DisplayName("of any bytes and any length comes as it was stored")
  void binary() {
    Random random = new Random(7);
    int[] lengths = {0, 1, 2, 127, 4_095, 65_536, 1_000_000};
    stream.publishMany(
        lengths.length,
        n -> "events.binary",
        n -> {
          byte[] payload = new byte[lengths[n]];
          random.nextBytes(payload);
          return payload;
        });

    try (TestReader reader = TestReader.reading(source, 0, 8, 0, null)) {
      reader.awaitMessages(lengths.length);
      for (int n = 0; n < lengths.length; n++) {
        assertThat(message(reader, n).payload()).isEqualTo(stream.published().get(n).payload());
      }
    }
  }

  @Test
  @DisplayName("with headers comes with the first value of each")
  void headers() {
    Headers headers = new Headers();
    headers.add("ce-specversion", "1.0");
    headers.add("ce-subject", "Gr%C3%BC%C3%9Fe");
    headers.add("Many", "first", "second");
    headers.add("Empty", "");
    stream.publish("events.a", headers, "{}".getBytes(StandardCharsets.UTF_8));
    stream.publish("events.a", "no headers");

    try (TestReader reader = TestReader.reading(source, 0).awaitMessages(2)) {
      assertThat(message(reader, 0).headers())
          .containsEntry("ce-specversion", "1.0")
          .containsEntry("Many", "first")
          .containsEntry("Empty", "");
      assertThat(message(reader, 1).headers()).isEqualTo(Map.of());
    }
  }

  @Test
  @DisplayName("keeps a header's UTF-8 and a subject's")
  void utf8() throws IOException {
    publishRaw("events.größe.€", "NATS/1.0\r\nce-subject: Grüße €\r\n\r\n", "{}");

    try (TestReader reader = TestReader.reading(source, 0).awaitMessages(1)) {
      assertThat(message(reader, 0).subject()).isEqualTo("events.größe.€");
      assertThat(message(reader, 0).headers()).containsEntry("ce-subject", "Grüße €");
    }
  }

  @ParameterizedTest(name = "[{index}] {0}")
  @ValueSource(
      strings = {
        "NATS/1.0 503\r\n\r\n",
        "NATS/1.0 404 No Messages\r\n\r\n",
        "NATS/1.0 409 Consumer Deleted\r\n\r\n",
        "NATS/1.0 100 Idle Heartbeat\r\nNats-Last-Stream: 99999\r\n\r\n",
        "NATS/1.0\r\nno colon\r\n\r\n",
        "NATS/1.1\r\na: b\r\n\r\n",
        "NATS/1.0\r\n: b\r\n\r\n",
        "NATS/1.0\r\na: b",
        "NATS/1.0 abc\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n",
        "X",
        "\r\n",
        "NATS/1.0\r\n\r\n",
        "NATS/1.0\r\na: b\r\n\r\n\r\n",
        "NATS/1.0 \r\n\r\n"
      })
  @DisplayName("with headers that are not as they should be cuts nothing short")
  void strangeHeaders(String headers) throws IOException {
    stream.publish("events.a", "before");
    publishRaw("events.strange", headers, "payload");
    stream.publish("events.a", "after");

    try (TestReader reader = TestReader.reading(source, 0).awaitMessages(3)) {
      assertThat(reader.sequences()).containsExactly(1L, 2L, 3L);
      assertThat(message(reader, 1).payload()).asString().isEqualTo("payload");
      assertThat(message(reader, 1).subject()).isEqualTo("events.strange");
      assertThat(reader.failure()).isNull();
    }
  }

  private static StreamMessage message(TestReader reader, int index) {
    return reader.messages().get(index).message();
  }

  /** Publishes a header block as it is, which no client library would do. */
  private void publishRaw(String subject, String headers, String payload) throws IOException {
    byte[] block = headers.getBytes(StandardCharsets.UTF_8);
    byte[] body = payload.getBytes(StandardCharsets.UTF_8);
    long last = stream.state().getLastSequence();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), NATS.server().port())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          "CONNECT {\"headers\":true,\"verbose\":false}\r\n".getBytes(StandardCharsets.UTF_8));
      out.write(
          "HPUB %s %d %d\r\n"
              .formatted(subject, block.length, block.length + body.length)
              .getBytes(StandardCharsets.UTF_8));
      out.write(block);
      out.write(body);
      out.write("\r\nPING\r\n".getBytes(StandardCharsets.UTF_8));
      out.flush();
      Awaitility.await("the broker stores it")
          .atMost(TestSources.LIMIT)
          .until(() -> stream.state().getLastSequence() == last + 1);
    }
  }
}
