package dev.jetbridge.bridge.it;

import dev.jetbridge.testkit.FaultProxy;
import dev.jetbridge.testkit.NatsServer;
import dev.jetbridge.testkit.Streams;
import dev.jetbridge.testkit.TestEvents;
import dev.jetbridge.testkit.TestStream;
import io.nats.client.Connection;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * Measures how long a ping waits for its pong where the client's link, of 1 Mbit/s, has more to
 * carry than it can: for one client, and for ten with a link each. {@code scripts/slow-readers.sh
 * --link} runs it.
 */
final class SaturatedLinkReport implements AutoCloseable {
  private static final int BYTES_PER_SECOND = 125_000;
  private static final int EVENTS = 40_000;
  private static final int SAMPLES = 200;
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String DELAY = "jetbridge_control_delay_seconds";

  private final NatsServer nats = NatsServer.start();
  private final Connection connection = nats.connect();
  private final TestStream stream = Streams.create(connection, Streams.file("t.>"));

  private SaturatedLinkReport() {
    stream.publishMany(EVENTS, n -> "t.a", n -> TestEvents.cloudEvent(n, 1_000));
  }

  public static void main(String[] args) throws InterruptedException {
    try (SaturatedLinkReport report = new SaturatedLinkReport()) {
      for (int clients : List.of(1, 10)) {
        report.measure(clients);
      }
    }
  }

  private void measure(int clients) throws InterruptedException {
    try (RunningBridge bridge = RunningBridge.start(nats.url(), stream.name()).awaitReady();
        FaultProxy links = FaultProxy.to(bridge.port())) {
      links.downstream().bandwidth(BYTES_PER_SECOND);
      PingDelays pings = new PingDelays();
      for (int i = 0; i < clients; i++) {
        pings.follow(bridge.through(links, "?since=0").open());
      }
      // Until every queue on the way is full.
      Thread.sleep(Duration.ofSeconds(3));
      pings.times().clear();
      long before = pings.bytes();
      long start = System.nanoTime();
      Awaitility.await(SAMPLES + " pongs")
          .atMost(LIMIT)
          .until(() -> pings.times().count() >= SAMPLES);
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          "%d clients behind 1 Mbit/s each, %.0f%% of it in use: pongs after ping: %s%n",
          clients,
          100 * (pings.bytes() - before) / seconds / clients / BYTES_PER_SECOND,
          pings.times());
      System.out.printf(
          "  of which in the bridge (%s): 99 %% within %s s, worst %.3f s%n",
          DELAY, within(bridge, 0.99), bridge.metric(DELAY + "_max"));
    }
  }

  /** The bound of the bucket that a share of all delays is within. */
  private static String within(RunningBridge bridge, double share) {
    double count = bridge.metric(DELAY + "_count");
    return bridge
        .admin("/metrics")
        .lines()
        .filter(line -> line.startsWith(DELAY + "_bucket"))
        .filter(
            line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)) >= share * count)
        .map(line -> line.replaceAll(".*le=\"([^\"]*)\".*", "$1"))
        .findFirst()
        .orElse("?");
  }

  @Override
  public void close() {
    nats.close();
  }
}
