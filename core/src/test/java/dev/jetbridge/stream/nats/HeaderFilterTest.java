package dev.jetbridge.stream.nats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a nats-server sends")
class HeaderFilterTest {
  private static final String REPLY = "$JS.ACK.S.c.1.1.1.1795221857487674519.2";

  @Test
  @DisplayName("passes unchanged where it is plain, however it is cut")
  void unchanged() {
    String sent =
        "INFO {\"server_id\":\"X\"}\r\nPING\r\n+OK\r\nPONG\r\n"
            + "MSG a.b 1 5\r\nHMSG \r\r\n"
            + "MSG a.b 1 _INBOX.r 0\r\n\r\n"
            + "HMSG a.b 1 "
            + REPLY
            + " 12 19\r\nNATS/1.0\r\n\r\npayload\r\n"
            + "HMSG _INBOX.r 1  81 81\r\nNATS/1.0 408 Request Timeout\r\n"
            + "Nats-Pending-Messages: 2\r\nNats-Pending-Bytes: 0\r\n\r\n\r\n"
            + "-ERR 'Permissions Violation for Publish to \"x\"'\r\nMSG a 1 1\r\nx\r\n";

    for (int seed = 0; seed < 300; seed++) {
      assertThat(filtered(sent, seed)).isEqualTo(sent);
    }
  }

  @Test
  @DisplayName("has a block that is not plain wrapped, its lengths corrected")
  void wrapped() {
    String message = "HMSG a.b 1 %s %d %d\r\n%spayload\r\n";
    String sent = message.formatted(REPLY, 1, 8, "X") + "PING\r\n";
    String block = "NATS/1.0\r\nJetbridge-Wrapped:WA==\r\n\r\n";
    String expected =
        message.formatted(REPLY, block.length(), block.length() + 7, block) + "PING\r\n";

    for (int seed = 0; seed < 300; seed++) {
      assertThat(filtered(sent, seed)).isEqualTo(expected);
    }
  }

  @Test
  @DisplayName("has a stored message's status wrapped, but not the broker's own")
  void status() {
    String status = "NATS/1.0 409 Consumer Deleted\r\n\r\n";
    String own = "HMSG _INBOX.r 1 %d %d\r\n%s\r\n".formatted(33, 33, status);
    String stored = "HMSG a.b 1 %s %d %d\r\n%s\r\n".formatted(REPLY, 33, 33, status);

    assertThat(filtered(own, 1)).isEqualTo(own);
    assertThat(filtered(stored, 1)).contains(HeaderBlock.WRAPPED).doesNotContain("409");
  }

  @Test
  @DisplayName("of any length passes whole")
  void lengths() {
    Random random = new Random(3);
    for (int seed = 0; seed < 200; seed++) {
      StringBuilder sent = new StringBuilder();
      for (int n = random.nextInt(20); n >= 0; n--) {
        String payload = "\r\nHMSG ".repeat(random.nextInt(random.nextBoolean() ? 5 : 2_000));
        String value = "v".repeat(random.nextInt(random.nextBoolean() ? 5 : 5_000));
        String block = "NATS/1.0\r\nk:" + value + "\r\n\r\n";
        sent.append(
            random.nextBoolean()
                ? "MSG a 1 %d\r\n%s\r\n".formatted(payload.length(), payload)
                : "HMSG a 1 r %d %d\r\n%s%s\r\n"
                    .formatted(block.length(), block.length() + payload.length(), block, payload));
      }
      assertThat(filtered(sent.toString(), seed)).isEqualTo(sent.toString());
    }
  }

  /** Reads it all through a filter, in pieces of random length on both sides. */
  private static String filtered(String sent, int seed) {
    Random random = new Random(seed);
    ByteArrayInputStream in = new ByteArrayInputStream(sent.getBytes(StandardCharsets.ISO_8859_1));
    HeaderFilter filter =
        new HeaderFilter(
            (into, offset, length) -> in.read(into, offset, 1 + random.nextInt(length)), 64);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[1 + random.nextInt(1_000)];
    try {
      for (int read = 0; read >= 0; read = filter.read(buffer, 0, buffer.length)) {
        out.write(buffer, 0, read);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.ISO_8859_1);
  }
}
