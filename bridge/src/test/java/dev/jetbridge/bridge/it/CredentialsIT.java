package dev.jetbridge.bridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.testkit.Clause;
import dev.jetbridge.testkit.FeedReader;
import dev.jetbridge.testkit.FeedTruth;
import dev.jetbridge.testkit.NatsOperator;
import dev.jetbridge.testkit.NatsServer;
import dev.jetbridge.testkit.Streams;
import dev.jetbridge.testkit.TestStream;
import io.nats.client.Connection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.data.Offset;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("NATS credentials that")
class CredentialsIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofSeconds(5);
  private static final Duration LONG = Duration.ofMinutes(10);

  @TempDir Path directory;
  private final NatsOperator operator = new NatsOperator();
  private NatsServer nats;
  private Connection connection;
  private TestStream stream;
  private RunningBridge bridge;

  @BeforeEach
  void start() throws IOException {
    nats = NatsServer.builder().config(operator.config()).start();
    connection = operator.connect(nats);
    stream = Streams.create(connection, Streams.file("t.>"));
    stream.publishMany(2_000, "t.a");
    renew(LONG);
    bridge =
        RunningBridge.start(
            nats.url(),
            stream.name(),
            "nats.creds-file",
            file().toString(),
            "window.max-events",
            "64",
            "snapshot.mode",
            "embedded",
            "snapshot.checkpoints",
            "none");
    bridge.awaitReady();
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (bridge != null) {
      bridge.close();
    }
    connection.close();
    nats.close();
  }

  private Path file() {
    return directory.resolve("bridge.creds");
  }

  private void renew(Duration validity) throws IOException {
    Path next = directory.resolve("next.creds");
    Files.writeString(next, operator.credentials(validity));
    Files.move(next, file(), StandardCopyOption.ATOMIC_MOVE);
  }

  private long connectedAs(String name) {
    return bridge.events("credentials-reloaded", name).stream()
        .mapToInt(event -> event.get("count").asInt())
        .sum();
  }

  @Test
  @Clause({"P-5.4", "P-6.5"})
  @DisplayName("are renewed in time are taken up again and again, and no feed notices")
  void renewed() throws IOException {
    try (FeedReader live = bridge.follow("");
        FeedReader behind = FeedReader.open(bridge.slowly("?since=0").bytesPerSecond(60_000))) {
      live.awaitControl("hello");
      try (Publisher publisher = Publisher.to(stream, 300, 1_000)) {
        Instant expiry = Instant.now().plus(SHORT);
        for (int rotation = 1; Instant.now().isBefore(expiry.plusSeconds(1)); rotation++) {
          int expected = rotation;
          renew(SHORT);
          Awaitility.await("rotation " + rotation + " of all connections")
              .atMost(LIMIT)
              .until(() ->
                  connectedAs("jetbridge-tail") >= expected
                      && connectedAs("jetbridge-replay") >= expected
                      && connectedAs("jetbridge-snapshot") >= expected);
          publisher.await(300);
        }
        renew(LONG);
        publisher.await(300);
      }
      behind.socket().readAtFullSpeed();
      var truth = FeedTruth.of(stream.truth());
      int all = truth.expected().size();
      truth.assertDelivered(behind.awaitEvents(all));
      truth.after(2_000).assertDelivered(live.awaitEvents(all - 2_000));
      for (FeedReader feed : new FeedReader[] {live, behind}) {
        assertThat(feed.controls("upstream")).isEmpty();
        assertThat(feed.closed()).isNull();
      }
    }
    assertThat(bridge.metric("jetbridge_tail_resets_total")).isZero();
    assertThat(bridge.events("disconnected", "")).isEmpty();
  }

  private static String states(FeedReader feed) {
    return feed.controls("upstream").stream().map(c -> c.get("state").asText()).toList().toString();
  }

  private void awaitFinding(String pattern) {
    Awaitility.await(pattern)
        .atMost(LIMIT)
        .until(() -> bridge.findings().contains(pattern + "@jetbridge-tail"));
  }

  private void awaitReadiness(String words) {
    Awaitility.await("/readyz to say: " + words)
        .atMost(LIMIT)
        .until(() -> bridge.answer("/readyz").text().contains(words));
  }

  @Test
  @Clause("P-6.5")
  @DisplayName("are not renewed in time are named expired, and renewed ones end that")
  void expired() throws IOException {
    try (FeedReader feed = bridge.follow("?since=2000")) {
      renew(SHORT);
      Awaitility.await("the short ones to be in use")
          .atMost(LIMIT)
          .until(() -> connectedAs("jetbridge-tail") == 1);
      assertThat(bridge.metric("jetbridge_upstream_credentials_expiry_timestamp_seconds"))
          .isCloseTo((double) Instant.now().getEpochSecond(), Offset.offset(10.0));
      awaitFinding("credentials-expired");
      awaitReadiness("credentials expired");
      feed.await("to be told", f -> states(f).equals("[down]"));
      assertThat(bridge.events("disconnected", "jetbridge-tail").getFirst().get("party").asText())
          .isEqualTo("broker");

      renew(LONG);
      bridge.awaitReady();
      feed.await("to be told", f -> states(f).equals("[down, up]"));
      Awaitility.await("every connection to take those")
          .atMost(LIMIT)
          .until(
              () -> bridge.findings().stream().noneMatch(found -> found.startsWith("credentials")));
      stream.publishMany(10, "t.b");
      FeedTruth.of(stream.truth()).after(2_000).assertDelivered(feed.awaitEvents(10));
    }
  }

  @Test
  @DisplayName("are revoked are named so")
  void revoked() throws IOException {
    operator.revoke(nats);
    awaitFinding("credentials-revoked");
    awaitReadiness("credentials revoked");
    awaitFinding("authentication-loop");
  }

  @Test
  @Clause("P-6.5")
  @DisplayName("are renewed by what the broker refuses leave the connection as it is")
  void refusedRenewal() throws IOException {
    try (FeedReader feed = bridge.follow("?since=2000")) {
      Files.writeString(file(), new NatsOperator().credentials(LONG));
      awaitFinding("credentials-refused");
      assertThat(bridge.isReady()).isTrue();
      stream.publishMany(10, "t.b");
      feed.awaitEvents(10);

      renew(LONG);
      Awaitility.await("those to be taken").atMost(LIMIT).until(() -> bridge.findings().isEmpty());
      stream.publishMany(10, "t.b");
      FeedTruth.of(stream.truth()).after(2_000).assertDelivered(feed.awaitEvents(20));
      assertThat(feed.controls("upstream")).isEmpty();
    }
  }
}
