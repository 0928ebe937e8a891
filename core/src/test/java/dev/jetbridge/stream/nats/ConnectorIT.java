package dev.jetbridge.stream.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jetbridge.config.NatsSettings;
import dev.jetbridge.config.NatsTlsSettings;
import dev.jetbridge.stream.BrokerEvent;
import dev.jetbridge.stream.BrokerEvent.Kind;
import dev.jetbridge.stream.BrokerEvent.Party;
import dev.jetbridge.testkit.NatsOperator;
import dev.jetbridge.testkit.NatsServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A connector")
class ConnectorIT {
  private static final Timing TIMING =
      new Timing(
          TestSources.QUICK.request(),
          TestSources.QUICK.turn(),
          TestSources.QUICK.pull(),
          TestSources.QUICK.quickHeartbeat(),
          TestSources.QUICK.heartbeat(),
          TestSources.QUICK.patience(),
          TestSources.QUICK.ping(),
          Duration.ofMillis(100),
          Duration.ofSeconds(5));

  @TempDir Path directory;
  private final SourceThreads threads = new SourceThreads("test");
  private final List<BrokerEvent> events = new CopyOnWriteArrayList<>();
  private @Nullable Connector connector;

  @AfterEach
  void close() {
    if (connector != null) {
      connector.close(Duration.ofSeconds(1));
    }
    threads.close(Duration.ofSeconds(5));
  }

  private void connect(String url, @Nullable Path creds) {
    connect(url, creds, new NatsTlsSettings(null, null, null), threads.timer());
  }

  private void connect(
      String url, @Nullable Path creds, NatsTlsSettings tls, ScheduledExecutorService timer) {
    NatsSettings settings = new NatsSettings(List.of(url), creds, null, null, null, tls);
    NatsOptions options = new NatsOptions(settings, "test", threads, TIMING);
    Outage outage = new Outage("test", events::add);
    connector =
        new Connector(
            "test",
            new Dialler("test", "S", options, timer, TIMING, events::add),
            new Presence(threads.timer(), Instant.now()),
            outage,
            new Retired(threads, TIMING, outage),
            TIMING);
    threads.start(connector);
  }

  private BrokerEvent event(Kind kind) {
    return await(kind + " to be told")
        .atMost(TestSources.LIMIT)
        .until(
            () -> events.stream().filter(e -> e.kind() == kind).findFirst().orElse(null),
            found -> found != null);
  }

  @Nested
  @DisplayName("whose broker cuts off each connection")
  class CutOff {
    @Test
    @DisplayName("as soon as it is made takes its time, more with each")
    void backsOff() throws IOException {
      try (ScriptedBroker broker = new ScriptedBroker()) {
        connect(broker.url(), null);
        for (int number = 1; number <= 5; number++) {
          int connections = number;
          await("connection " + number)
              .pollInterval(Duration.ofMillis(10))
              .atMost(TestSources.LIMIT)
              .until(() ->
                  events.stream().filter(e -> e.party() == Party.BRIDGE).count() >= connections);
          broker.cut("");
        }
        long last = broker.made().get(4) - broker.made().get(3);
        // The first wait is 50 ms at least, and each twice the one before.
        assertThat(Duration.ofNanos(last)).isGreaterThan(Duration.ofMillis(790));
      }
    }

    @Test
    @DisplayName("with a word of why hears that before it tells that there is none")
    void reason() throws IOException, InterruptedException {
      CountDownLatch held = new CountDownLatch(1);
      try (ScriptedBroker broker = new ScriptedBroker()) {
        connect(broker.url(), null);
        assertThat(event(Kind.CONNECTED).party()).isEqualTo(Party.BRIDGE);
        await("the connection").until(() -> !broker.made().isEmpty());
        // jnats has something else to say first, which takes a while.
        threads.timer().execute(() -> awaitQuietly(held));
        broker.cut("-ERR 'User Authentication Expired'\r\n");
        await("the end to be noticed")
            .atMost(TestSources.LIMIT)
            .until(() -> isAwaitingCallbacks() || events.size() > 1);
        held.countDown();
        BrokerEvent lost = event(Kind.DISCONNECTED);
        assertThat(lost.cause()).contains("User Authentication Expired");
        assertThat(lost.party()).isEqualTo(Party.BROKER);
        assertThat(event(Kind.EXPIRED).cause()).startsWith("credentials expired: ");
      } finally {
        held.countDown();
      }
    }

    private static boolean isAwaitingCallbacks() {
      return Thread.getAllStackTraces().values().stream()
          .flatMap(Arrays::stream)
          .anyMatch(frame -> frame.getMethodName().equals("awaitCallbacks"));
    }

    private static void awaitQuietly(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Nested
  @DisplayName("whose files hold something else")
  class Broken {
    @Test
    @DisplayName("than credentials blames the operator, not the network")
    void credentials() throws IOException {
      try (ScriptedBroker broker = new ScriptedBroker()) {
        Path creds = Files.writeString(directory.resolve("creds"), "hunter2");
        connect(broker.url(), creds);
        BrokerEvent refused = event(Kind.REFUSED);
        assertThat(refused.party()).isEqualTo(Party.OPERATOR);
        assertThat(refused.cause())
            .startsWith("credentials unreadable: ")
            .endsWith(creds + " holds no seed that works, expected a user JWT and its nkey seed")
            .doesNotContain("hunter2");
      }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("than certificates and keys blames the operator, and names the file")
    void tls(boolean authority) throws IOException {
      Path garbage =
          Files.writeString(
              directory.resolve("garbage.pem"),
              """
              -----BEGIN CERTIFICATE-----
              AAAA
              -----END CERTIFICATE-----
              -----BEGIN PRIVATE KEY-----
              A
              -----END PRIVATE KEY-----
              """);
      connect(
          "tls://127.0.0.1:1",
          null,
          authority
              ? new NatsTlsSettings(garbage, null, null)
              : new NatsTlsSettings(null, garbage, garbage),
          threads.timer());
      BrokerEvent refused = event(Kind.REFUSED);
      assertThat(refused.party()).isEqualTo(Party.OPERATOR);
      assertThat(refused.cause())
          .startsWith("credentials unreadable: ")
          .contains((authority ? "certificate" : "key") + " that works found in " + garbage + ", ");
      assertThat(events).extracting(BrokerEvent::kind).containsOnly(Kind.REFUSED);
    }
  }

  @Nested
  @DisplayName("that has a connection keeps it")
  class Keeps {
    private final NatsOperator operator = new NatsOperator();

    private Path good() throws IOException {
      return Files.writeString(
          directory.resolve("creds"), operator.credentials(Duration.ofMinutes(10)));
    }

    @Test
    @DisplayName("where an attempt with newer credentials fails in a way that nobody expects")
    void unexpected() throws IOException {
      try (NatsServer server = NatsServer.builder().config(operator.config()).start()) {
        ScheduledThreadPoolExecutor failing = new Failing();
        Path creds = good();
        connect(server.url(), creds, new NatsTlsSettings(null, null, null), failing);
        assertThat(event(Kind.CONNECTED).party()).isEqualTo(Party.BRIDGE);
        Files.writeString(creds, new NatsOperator().credentials(Duration.ofMinutes(10)));
        await("the attempt").atMost(TestSources.LIMIT).until(() -> Failing.ASKED.getCount() == 0);
        Files.writeString(creds, operator.credentials(Duration.ofMinutes(10)));
        assertThat(event(Kind.CREDENTIALS_RELOADED).client()).isPositive();
        assertThat(events)
            .extracting(BrokerEvent::kind)
            .doesNotContain(Kind.DISCONNECTED, Kind.RECONNECTED);
        failing.shutdownNow();
      }
    }

    @Test
    @DisplayName("where the files are gone or broken, and tells so")
    void unreadable() throws IOException {
      try (NatsServer server = NatsServer.builder().config(operator.config()).start()) {
        Path creds = good();
        connect(server.url(), creds);
        assertThat(event(Kind.CONNECTED).party()).isEqualTo(Party.BRIDGE);
        Files.writeString(creds, "hunter2");
        BrokerEvent broken = event(Kind.REFUSED);
        assertThat(broken.cause())
            .contains("newer credentials did not do", "unreadable", "holds no seed that works");
        events.clear();
        Files.delete(creds);
        BrokerEvent gone = event(Kind.REFUSED);
        assertThat(gone.party()).isEqualTo(Party.OPERATOR);
        assertThat(gone.cause()).contains("credentials unreadable", "NoSuchFileException");
        assertThat(gone.client()).isPositive();
        assertThat(events).extracting(BrokerEvent::kind).containsOnly(Kind.REFUSED);
      }
    }
  }

  /** A timer that fails whoever waits for what jnats has to say. */
  private static final class Failing extends ScheduledThreadPoolExecutor {
    static final CountDownLatch ASKED = new CountDownLatch(1);

    Failing() {
      super(1);
    }

    @Override
    public Future<?> submit(Runnable task) {
      ASKED.countDown();
      throw new UnsupportedOperationException("planted");
    }

    @Override
    public <T> Future<T> submit(Callable<T> task) {
      ASKED.countDown();
      throw new UnsupportedOperationException("planted");
    }
  }
}
