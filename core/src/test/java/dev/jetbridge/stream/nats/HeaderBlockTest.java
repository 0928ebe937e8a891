package dev.jetbridge.stream.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.nats.client.impl.Headers;
import io.nats.client.support.IncomingHeadersProcessor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A header block")
class HeaderBlockTest {
  private static final List<String> PIECES =
      List.of(
          "NATS/1.0",
          "\r\n",
          "\r\n\r\n",
          "\r",
          "\n",
          ":",
          " ",
          "a",
          "Key: value\r\n",
          "k:v\r\n",
          "Jetbridge-Wrapped: eA==\r\n",
          "503",
          " 100 Idle Heartbeat",
          "\t",
          "ü",
          "\u0000",
          "€");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NATS/1.0\r\n\r\n",
        "NATS/1.0\r\na:b\r\n\r\n",
        "NATS/1.0\r\na: b \r\nc:\r\nNats-Msg-Id: 1\r\n\r\n",
        "NATS/1.0\r\na: b:c\td\r\na: e\r\n\r\n"
      })
  @DisplayName("that is plain is left alone, and is what jnats reads")
  void plain(String text) {
    byte[] block = text.getBytes(StandardCharsets.UTF_8);

    assertThat(HeaderBlock.isPlain(block, 0, block.length)).isTrue();
    assertThat(read(block)).isEqualTo(HeaderBlock.unwrap(wrapped(block)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "X",
        "\r\n",
        "NATS/1.0",
        "NATS/1.0\r\n",
        "NATS/1.1\r\n\r\n",
        "NATS/1.0\r\na:b\r\n",
        "NATS/1.0\r\na:b",
        "NATS/1.0\r\na\r\n\r\n",
        "NATS/1.0\r\n:b\r\n\r\n",
        "NATS/1.0\r\na b:c\r\n\r\n",
        "NATS/1.0\r\na:ü\r\n\r\n",
        "NATS/1.0\r\na:\u0000\r\n\r\n",
        "NATS/1.0\r\na:b\nc:d\r\n\r\n",
        "NATS/1.0\r\n\r\n\r\n",
        "NATS/1.0\r\n\r\na:b\r\n\r\n",
        "NATS/1.0 503\r\n\r\n",
        "NATS/1.0\r\nJetbridge-Wrapped: eA==\r\n\r\n"
      })
  @DisplayName("that is not plain is not taken for it")
  void notPlain(String text) {
    byte[] block = text.getBytes(StandardCharsets.UTF_8);

    assertThat(HeaderBlock.isPlain(block, 0, block.length)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NATS/1.0 503\r\n\r\n",
        "NATS/1.0 100 Idle Heartbeat\r\nNats-Last-Consumer: 1\r\nNats-Last-Stream: 2\r\n\r\n",
        "NATS/1.0 408 Request Timeout\r\nNats-Pending-Messages: 2\r\n\r\n"
      })
  @DisplayName("with a status is told from one without")
  void status(String text) {
    byte[] block = text.getBytes(StandardCharsets.UTF_8);

    assertThat(HeaderBlock.isPlainStatus(block, 0, block.length)).isTrue();
    assertThat(HeaderBlock.isPlain(block, 0, block.length)).isFalse();
    assertThat(new IncomingHeadersProcessor(block).getStatus()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NATS/1.0 5\r\n\r\n",
        "NATS/1.0 abc\r\n\r\n",
        "NATS/1.0 5031\r\n\r\n",
        "NATS/1.0 "
      })
  @DisplayName("with a status that is none is not taken for one")
  void noStatus(String text) {
    byte[] block = text.getBytes(StandardCharsets.UTF_8);

    assertThat(HeaderBlock.isPlainStatus(block, 0, block.length)).isFalse();
  }

  @Test
  @DisplayName("gives its headers once wrapped and unwrapped, the first of each name, in UTF-8")
  void unwrapped() {
    String text = "NATS/1.0\r\na: Grüße €\r\na: second\r\nno colon\r\n:no name\r\nempty:\r\n\r\n";

    assertThat(HeaderBlock.unwrap(wrapped(text.getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(Map.of("a", "Grüße €", "empty", ""));
  }

  @Test
  @DisplayName("of any making is either plain to jnats as well, or is once wrapped")
  void random() {
    Random random = new Random(11);
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "" : "NATS/1.0\r\n");
      for (int piece = random.nextInt(6); piece > 0; piece--) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      byte[] block = text.toString().getBytes(StandardCharsets.UTF_8);
      if (HeaderBlock.isPlain(block, 0, block.length)) {
        assertThat(read(block)).as("%s", text).isEqualTo(HeaderBlock.unwrap(wrapped(block)));
      } else if (HeaderBlock.isPlainStatus(block, 0, block.length)) {
        assertThatCode(() -> new IncomingHeadersProcessor(block)).doesNotThrowAnyException();
      } else {
        byte[] wrap = HeaderBlock.wrap(block, 0, block.length);
        assertThat(HeaderBlock.wrap(wrap, 0, wrap.length)).isNotEmpty();
        assertThat(wrapped(block)).as("%s", text).isNotNull();
      }
    }
  }

  private static String wrapped(byte[] block) {
    byte[] wrap = HeaderBlock.wrap(block, 0, block.length);
    return new IncomingHeadersProcessor(wrap).getHeaders().getFirst(HeaderBlock.WRAPPED);
  }

  /** What jnats makes of a block. */
  private static Map<String, String> read(byte[] block) {
    IncomingHeadersProcessor read = new IncomingHeadersProcessor(block);
    assertThat(read.getStatus()).isNull();
    Headers headers = read.getHeaders();
    return headers == null
        ? Map.of()
        : headers.keySet().stream()
            .collect(
                java.util.stream.Collectors.toMap(name -> name, name -> headers.getFirst(name)));
  }
}
