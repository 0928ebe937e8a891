package dev.jetbridge.bridge.it;

import dev.jetbridge.testkit.FaultProxy;
import dev.jetbridge.testkit.NatsServer;
import dev.jetbridge.testkit.RawWebSocket;
import dev.jetbridge.testkit.Streams;
import dev.jetbridge.testkit.TestEvents;
import dev.jetbridge.testkit.TestStream;
import io.nats.client.Connection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures what slow readers cost, themselves and the others: how long their pings wait, what they
 * hold of the bridge's memory, and how late the events of those who keep up are, with and without
 * them. {@code scripts/slow-readers.sh} runs it; the figures are of the machine that it runs on.
 */
final class SlowReadersReport implements AutoCloseable {
  private static final int LIVE = 20;
  private static final int STOPPED = 200;
  private static final int SLOW = 80;
  private static final int LINKED = 20;
  private static final Duration PHASE = Duration.ofSeconds(20);
  private static final Pattern TIME = Pattern.compile("\"time\":\"([^\"]+)\",\"event\"");

  private final NatsServer nats = NatsServer.start();
  private final Connection connection = nats.connect();
  private final TestStream stream = Streams.create(connection, Streams.file("t.>"));
  private final RunningBridge bridge;
  private final MeasuredTimes late = new MeasuredTimes();

  // Held, since a socket that nothing refers to is closed.
  private final List<RawWebSocket> stopped = new ArrayList<>();

  private SlowReadersReport() {
    stream.publishMany(20_000, n -> "t.a", n -> TestEvents.cloudEvent(n, 1_000));
    bridge =
        RunningBridge.start(
                nats.url(),
                stream.name(),
                "window.max-events",
                "1000",
                "server.max-connections-per-address",
                "1000")
            .awaitReady();
  }

  public static void main(String[] args) throws InterruptedException {
    try (SlowReadersReport report = new SlowReadersReport()) {
      report.run();
    }
  }

  private void run() throws InterruptedException {
    for (int i = 0; i < LIVE; i++) {
      RawWebSocket socket = bridge.request("").open();
      Thread unused = Thread.ofVirtual().start(() -> readLive(socket));
    }
    try (Publisher publisher = Publisher.to(stream, 1_000, 200);
        FaultProxy link = FaultProxy.to(bridge.port())) {
      publisher.await(400);
      measureLive("alone");
      link.downstream().bandwidth(32_000);
      for (int i = 0; i < STOPPED; i++) {
        stopped.add(bridge.slowly("?since=0").bytesPerSecond(0).open());
      }
      PingDelays slow = new PingDelays();
      for (int i = 0; i < SLOW; i++) {
        slow.follow(bridge.slowly("?since=0").bytesPerSecond(4_096).open());
      }
      PingDelays linked = new PingDelays();
      for (int i = 0; i < LINKED; i++) {
        linked.follow(bridge.through(link, "?since=0").open());
      }
      bridge.awaitSessions(LIVE + STOPPED + SLOW + LINKED);
      measureLive(
          "beside %d stopped, %d at 4 KB/s, %d at 256 kbit/s, all from 0"
              .formatted(STOPPED, SLOW, LINKED));
      double pinned = bridge.metric("netty_allocator_memory_pinned_bytes");
      System.out.printf(
          "socket buffers in use: %.1f KiB for each slow session%n",
          pinned / 1024 / (STOPPED + SLOW + LINKED));
      print(slow, "at 4 KB/s");
      print(linked, "behind 256 kbit/s each");
      System.out.printf(
          "consumers on the stream: %d, sessions that wait to replay: %.0f%n",
          stream.consumers(), bridge.metric("jetbridge_replays_waiting"));
    }
  }

  private static void print(PingDelays pings, String who) {
    System.out.printf("pongs to %d sessions %s: %s%n", pings.connections(), who, pings.times());
  }

  private void measureLive(String when) throws InterruptedException {
    late.clear();
    Thread.sleep(PHASE);
    System.out.printf("events of %d live sessions, %s: %s%n", LIVE, when, late);
  }

  private void readLive(RawWebSocket socket) {
    while (socket.closed() == null) {
      byte[] message = socket.readMessage(Duration.ofSeconds(1));
      if (message != null) {
        Instant now = Instant.now();
        Matcher time =
            TIME.matcher(
                new String(message, 0, Math.min(message.length, 200), StandardCharsets.UTF_8));
        if (time.find()) {
          late.add(Duration.between(Instant.parse(time.group(1)), now).toNanos());
        }
      }
    }
  }

  @Override
  public void close() {
    bridge.close();
    nats.close();
  }
}
