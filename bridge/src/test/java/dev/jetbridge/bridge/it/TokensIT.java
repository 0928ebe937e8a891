package dev.jetbridge.bridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.testkit.Clause;
import dev.jetbridge.testkit.CloseSeen;
import dev.jetbridge.testkit.FeedReader;
import dev.jetbridge.testkit.RawWebSocket;
import dev.jetbridge.testkit.TestStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A token that")
class TokensIT extends BridgeTest {
  private static final String TOKEN = "one-of-the-tokens";
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path directory;
  private Path tokens;
  private TestStream stream;

  @BeforeEach
  void makeStream() {
    tokens = directory.resolve("tokens.yaml");
    stream = stream();
    stream.publishMany(10, "t.a");
  }

  /** A feed that has all events so far, by a token that ends some time. */
  private FeedReader follow(Instant expires) throws IOException {
    write(expires, "t.>");
    RunningBridge bridge =
        bridge(stream, "auth.tokens-file", tokens.toString(), "auth.reload-interval", "50ms");
    FeedReader feed =
        closing(
            FeedReader.open(
                RawWebSocket.to(bridge.port())
                    .path("/ws/events?since=0")
                    .bearer(TOKEN)
                    .subprotocols("jetbridge.v1")));
    feed.awaitEvents(10);
    return feed;
  }

  private void write(Instant expires, String subjects) throws IOException {
    Path next = directory.resolve("next.yaml");
    Files.writeString(
        next,
        """
        tokens:
          - {name: other, token: another, subjects: [">"]}
          - {name: one, token: %s, subjects: ["%s"], expires: %s}
        """
            .formatted(TOKEN, subjects, expires));
    Files.move(next, tokens, StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  @Clause({"P-3.3", "P-9"})
  @DisplayName("gets an earlier end has its feeds closed with 4401 then")
  void earlier() throws IOException {
    FeedReader feed = follow(Instant.now().plus(HOUR));
    write(Instant.now().plusSeconds(2), "t.>");
    assertThat(feed.awaitClose()).isEqualTo(new CloseSeen(4401, "token-expired", false));
    assertThat(feed.controls("bookmark").getLast().get("seq").asLong()).isEqualTo(10);
  }

  @Test
  @Clause("P-3.3")
  @DisplayName("gets a later end keeps its feeds beyond the earlier one")
  void later() throws IOException {
    Instant first = Instant.now().plusSeconds(5);
    FeedReader feed = follow(first);
    write(first.plus(HOUR), "t.>");
    Awaitility.await("the earlier end to pass")
        .until(() -> Instant.now().isAfter(first.plusMillis(300)));
    stream.publishMany(5, "t.b");
    feed.awaitEvents(15);
    assertThat(feed.closed()).isNull();
  }

  @Test
  @Clause({"P-3.3", "P-9"})
  @DisplayName("may read less than its feed does has it closed with 4403")
  void less() throws IOException {
    FeedReader feed = follow(Instant.now().plus(HOUR));
    write(Instant.now().plus(HOUR), "t.b");
    assertThat(feed.awaitClose()).isEqualTo(new CloseSeen(4403, "subject-forbidden", false));
  }

  @Test
  @Clause({"P-3.3", "P-9"})
  @DisplayName("is taken out has its feeds closed with 4401")
  void takenOut() throws IOException {
    FeedReader feed = follow(Instant.now().plus(HOUR));
    Files.writeString(tokens, "tokens: [{name: other, token: another, subjects: [\">\"]}]\n");
    assertThat(feed.awaitClose()).isEqualTo(new CloseSeen(4401, "token-revoked", false));
  }
}
