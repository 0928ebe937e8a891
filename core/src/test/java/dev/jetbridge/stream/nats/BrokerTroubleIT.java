package dev.jetbridge.stream.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jetbridge.config.NatsSettings;
import dev.jetbridge.config.NatsTlsSettings;
import dev.jetbridge.config.Secret;
import dev.jetbridge.stream.StreamFailure.Kind;
import dev.jetbridge.stream.StreamSource.ConnectionListener;
import dev.jetbridge.testkit.NatsServer;
import dev.jetbridge.testkit.NatsUser;
import dev.jetbridge.testkit.Streams;
import dev.jetbridge.testkit.TestStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A source whose broker")
class BrokerTroubleIT {
  private NatsServer server;
  private TestStream stream;
  private JetStreamSource source;
  private final Presences presences = new Presences();

  @BeforeEach
  void open() {
    server = NatsServer.start();
    stream = Streams.create(server.connect(), Streams.file("events.>"));
    stream.publishMany(100, "events.a");
    source = TestSources.connect(server, stream.name());
    source.onConnection(presences);
  }

  @AfterEach
  void close() {
    source.close();
    server.close();
  }

  @Test
  @DisplayName("is stopped and started says so, fails what is open, and comes back")
  void restarted() {
    try (TestReader reader = TestReader.reading(source, 0).awaitMessages(100)) {
      server.stop();

      assertThat(reader.awaitFailure().kind()).isIn(Kind.UNAVAILABLE, Kind.CONSUMER_LOST);
      presences.await("up", "down");
      assertThat(TestSources.failure(source.state()).kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(TestSources.failure(source.timeAt(1)).kind()).isEqualTo(Kind.UNAVAILABLE);
      try (TestReader refused = TestReader.reading(source, 0)) {
        assertThat(refused.awaitFailure().kind()).isEqualTo(Kind.UNAVAILABLE);
      }

      server.restart();
      presences.await("up", "down", "up");
    }
    try (TestReader again = TestReader.reading(source, 50).awaitMessages(50)) {
      assertThat(again.sequences()).startsWith(51L).endsWith(100L);
      assertThat(again.after().lastSequence()).isEqualTo(100);
    }
  }

  @Test
  @DisplayName("is killed fails what is open, and comes back")
  void killed() {
    try (TestReader reader = TestReader.reading(source, 0).awaitMessages(100)) {
      server.kill();
      assertThat(reader.awaitFailure().kind()).isIn(Kind.UNAVAILABLE, Kind.CONSUMER_LOST);
      server.restart();
      presences.await("up", "down", "up");
    }
    TestReader.reading(source, 0).awaitMessages(1).close();
  }

  @Test
  @DisplayName("is paused loses patience with replays and requests, and serves on when resumed")
  void paused() {
    try (TestReader reader = TestReader.reading(source, 0).awaitMessages(100)) {
      server.pause();
      try {
        assertThat(reader.awaitFailure().kind()).isIn(Kind.UNAVAILABLE, Kind.CONSUMER_LOST);
        assertThat(TestSources.failure(source.state()).kind()).isEqualTo(Kind.UNAVAILABLE);
        try (TestReader refused = TestReader.reading(source, 0)) {
          assertThat(refused.awaitFailure().kind()).isEqualTo(Kind.UNAVAILABLE);
        }
      } finally {
        server.resume();
      }
    }
    await("it answers again")
        .atMost(TestSources.LIMIT)
        .until(() -> !source.state().toCompletableFuture().handle((s, t) -> t != null).join());
    TestReader.reading(source, 0).awaitMessages(100).close();
    await("no consumer is left, the one created while it was paused included")
        .atMost(TestSources.LIMIT)
        .until(() -> stream.consumers() == 0);
  }

  @Test
  @DisplayName("is away at the start is missed at once and found later")
  void awayAtStart() {
    server.stop();
    try (JetStreamSource early =
        TestSources.open(TestSources.settings(server.url()), stream.name())) {
      Presences seen = new Presences();
      early.onConnection(seen);
      seen.await("down");
      assertThat(TestSources.failure(early.state()).kind()).isEqualTo(Kind.UNAVAILABLE);

      server.restart();
      seen.await("down", "up");
      assertThat(TestSources.state(early).lastSequence()).isEqualTo(100);
    }
  }

  @Test
  @DisplayName("takes connections and says nothing holds nobody up")
  void silent() throws IOException {
    try (ServerSocket mute = new ServerSocket(0);
        JetStreamSource other =
            TestSources.open(
                TestSources.settings("nats://127.0.0.1:" + mute.getLocalPort()), "S")) {
      long start = System.nanoTime();
      assertThat(TestSources.failure(other.state()).kind()).isEqualTo(Kind.UNAVAILABLE);
      other.close(Duration.ofMillis(500));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Nested
  @DisplayName("refuses the credentials")
  class Refused {
    @Test
    @DisplayName("is tried on, with what is then right")
    void triedOn() {
      NatsSettings settings =
          new NatsSettings(
              List.of(server.url()),
              null,
              "app",
              new Secret("right"),
              null,
              new NatsTlsSettings(null, null, null));
      try (NatsServer strict = NatsServer.builder().user(NatsUser.full("app", "right")).start();
          JetStreamSource wrong =
              TestSources.open(with(settings, strict.url(), "wrong"), stream.name());
          JetStreamSource right =
              TestSources.open(with(settings, strict.url(), "right"), stream.name())) {
        Presences seen = new Presences();
        right.onConnection(seen);
        seen.awaitLast("up");
        await("several attempts")
            .atMost(TestSources.LIMIT)
            .until(() -> strict.log().split("authentication error").length > 4);
        assertThat(TestSources.failure(wrong.state()).detail()).doesNotContain("wrong");
      }
    }

    private NatsSettings with(NatsSettings settings, String url, String password) {
      return new NatsSettings(
          List.of(url), null, settings.user(), new Secret(password), null, settings.tls());
    }
  }

  private static final class Presences implements ConnectionListener {
    private final List<String> seen = new ArrayList<>();

    @Override
    public synchronized void connected() {
      seen.add("up");
    }

    @Override
    public synchronized void disconnected(Instant since) {
      seen.add("down");
    }

    synchronized List<String> seen() {
      return List.copyOf(seen);
    }

    void await(String... expected) {
      org.awaitility.Awaitility.await("presence " + List.of(expected))
          .atMost(TestSources.LIMIT)
          .until(() -> seen().equals(List.of(expected)));
    }

    void awaitLast(String expected) {
      org.awaitility.Awaitility.await("presence " + expected)
          .atMost(TestSources.LIMIT)
          .until(() -> !seen().isEmpty() && seen().getLast().equals(expected));
    }
  }
}
