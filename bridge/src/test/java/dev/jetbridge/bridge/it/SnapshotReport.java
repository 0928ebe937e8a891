package dev.jetbridge.bridge.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jetbridge.snapshot.Fold;
import dev.jetbridge.snapshot.Label;
import dev.jetbridge.snapshot.Projection;
import dev.jetbridge.snapshot.checkpoint.CheckpointDirectory;
import dev.jetbridge.snapshot.checkpoint.CheckpointStream;
import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.StreamMessage;
import dev.jetbridge.testkit.NatsServer;
import dev.jetbridge.testkit.Streams;
import dev.jetbridge.testkit.TestStream;
import io.nats.client.Connection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Measures the snapshot: how fast it streams, what a reader adds to the fold's pauses, and how long
 * a start from a checkpoint takes. {@code scripts/snapshot-report.sh} runs it; the figures are of
 * the machine that it runs on.
 */
final class SnapshotReport implements AutoCloseable {
  private static final int KEYS = 100_000;
  private static final int MANY = 1_000_000;
  private static final int READS = 8;
  private static final int BATCH = 100;

  private final NatsServer nats = NatsServer.start();
  private final Connection connection = nats.connect();
  private final Path directory;

  private SnapshotReport() throws IOException {
    directory = Files.createTempDirectory("snapshot-report");
  }

  public static void main(String[] args) throws Exception {
    try (SnapshotReport report = new SnapshotReport()) {
      report.streaming();
      pauses();
      report.restart();
    }
  }

  private static String subject(int key) {
    return "t.cells.cell.c-%07d".formatted(key);
  }

  /** An event of 300 bytes. */
  private static byte[] event(int key) {
    String text =
        """
        {"specversion":"1.0","id":"%d","source":"/cells/c-%07d","type":"cells.state","data":{"to":"%s"}}\
        """
            .formatted(key, key, "x".repeat(204));
    return text.getBytes(UTF_8);
  }

  private void streaming() throws IOException, InterruptedException {
    TestStream stream = Streams.create(connection, Streams.memory("t.>"));
    long last = stream.publishMany(KEYS, SnapshotReport::subject, SnapshotReport::event);
    try (RunningBridge bridge =
        RunningBridge.start(
                nats.url(),
                stream.name(),
                "snapshot.mode",
                "embedded",
                "snapshot.checkpoints",
                "none")
            .awaitReady()) {
      awaitServed(bridge);
      byte[] unused =
          new SnapshotClient(bridge.port(), RunningBridge.TOKEN)
              .get("/snapshot?at-least=" + last + "&wait=30s")
              .body();
      double best = 0;
      long bytes = 0;
      for (int i = 0; i < READS; i++) {
        long began = System.nanoTime();
        bytes = drained(bridge.port());
        best = Math.max(best, bytes / 1e6 / ((System.nanoTime() - began) / 1e9));
      }
      System.out.printf("streaming %d keys, %d bytes: best %.0f MB/s%n", KEYS, bytes, best);
    }
  }

  private static long drained(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("GET /snapshot HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer "
                  + RunningBridge.TOKEN
                  + "\r\n\r\n")
              .getBytes(UTF_8));
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[1 << 18];
      long total = 0;
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        total += count;
      }
      return total;
    }
  }

  private static Fold filled(Epoch epoch, String stream, int keys) {
    Fold fold = new Fold(Projection.latestBySubject(1 << 20), Label.before(stream, epoch, 0, true));
    for (int key = 0; key < keys; key++) {
      fold.message(message(key + 1, key));
    }
    return fold;
  }

  private static StreamMessage message(long sequence, int key) {
    return new StreamMessage(sequence, subject(key), Instant.EPOCH, Map.of(), event(key));
  }

  private static void pauses() throws InterruptedException {
    // The first rounds are for the compiler; of the others the best, on a machine that has more to
    // do.
    double[] best = {Double.MAX_VALUE, Double.MAX_VALUE};
    for (int round = 0; round < 12; round++) {
      int readers = round % 2;
      double p99 = pause(readers == 1);
      best[readers] = round < 4 ? best[readers] : Math.min(best[readers], p99);
    }
    System.out.printf(
        "fold of %d events, p99: %.3f ms, with a reader all the time %.3f ms%n",
        BATCH, best[0], best[1]);
  }

  private static double pause(boolean reading) throws InterruptedException {
    Fold fold = filled(new Epoch("e"), "S", KEYS);
    StreamMessage[] messages = new StreamMessage[KEYS];
    for (int i = 0; i < KEYS; i++) {
      messages[i] = message(KEYS + i + 1, (int) (i * 7919L % KEYS));
    }
    AtomicBoolean stop = new AtomicBoolean();
    Thread reader = new Thread(() -> {});
    long[] nanos = new long[KEYS / BATCH];
    for (int batch = 0; batch < nanos.length; batch++) {
      long began = System.nanoTime();
      if (reading && !reader.isAlive()) {
        var version = fold.version();
        reader = new Thread(() -> read(version, stop));
        reader.start();
      }
      for (int i = batch * BATCH; i < (batch + 1) * BATCH; i++) {
        fold.message(messages[i]);
      }
      nanos[batch] = System.nanoTime() - began;
    }
    stop.set(true);
    reader.join();
    Arrays.sort(nanos);
    return nanos[nanos.length * 99 / 100] / 1e6;
  }

  private static void read(dev.jetbridge.snapshot.Version version, AtomicBoolean stop) {
    dev.jetbridge.snapshot.ItemWriter writer = new dev.jetbridge.snapshot.ItemWriter(1 << 17);
    var walk = version.walk();
    for (var item = walk.next(); item != null && !stop.get(); item = walk.next()) {
      writer.members(item, "event");
      if (writer.length() > 1 << 16) {
        byte[] unused = writer.take();
      }
    }
  }

  private void restart() throws Exception {
    if (!nats.isAtLeast(2, 10)) {
      // A stream that begins at a given sequence spares the publishing of a million messages.
      System.out.println("no start from a checkpoint before nats-server " + nats.version());
      return;
    }
    Streams.deleteAll(connection);
    TestStream stream = Streams.create(connection, Streams.memory("t.>").firstSequence(MANY + 1L));
    long first = stream.publish("t.first", event(0));
    String[] settings = {
      "snapshot.mode",
      "embedded",
      "snapshot.checkpoints",
      "directory",
      "snapshot.directory",
      directory.toString()
    };
    Epoch epoch;
    try (RunningBridge bridge = RunningBridge.start(nats.url(), stream.name(), settings)) {
      awaitServed(bridge.awaitReady());
      epoch =
          new Epoch(
              new SnapshotClient(bridge.port(), RunningBridge.TOKEN)
                  .snapshot("?at-least=" + first + "&wait=30s")
                  .epoch());
    }
    Fold fold = filled(epoch, stream.name(), MANY);
    CheckpointDirectory store =
        new CheckpointDirectory(directory, stream.name(), InstantSource.system());
    long began = System.nanoTime();
    store.write(new CheckpointStream(fold.version()));
    System.out.printf(
        "checkpoint of %d keys, %d MB: written in %.1f s%n",
        MANY, Files.size(directory.resolve(stream.name() + ".checkpoint")) >> 20, seconds(began));
    began = System.nanoTime();
    try (RunningBridge bridge = RunningBridge.start(nats.url(), stream.name(), settings)) {
      awaitServed(bridge);
      System.out.printf(
          "start with %.0f keys, until the snapshot is served: %.1f s%n",
          bridge.metric("jetbridge_snapshot_keys"), seconds(began));
    }
  }

  private static void awaitServed(RunningBridge bridge) throws InterruptedException {
    while (bridge.metric("jetbridge_snapshot_served") != 1) {
      Thread.sleep(Duration.ofMillis(20));
    }
  }

  private static double seconds(long sinceNanos) {
    return (System.nanoTime() - sinceNanos) / 1e9;
  }

  @Override
  public void close() throws IOException {
    nats.close();
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
