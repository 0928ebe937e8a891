package dev.jetbridge.loadtest.floor;

import dev.jetbridge.loadtest.measure.Latencies;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * What it costs to write one prepared buffer to many sockets of this machine, one after the other,
 * and nothing else: no server's fan-out is cheaper with the same system calls. The sockets are
 * loopback TCP, non-blocking and without delay; another thread reads them empty.
 */
public final class Floor implements AutoCloseable {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int HEAD = 4;

  private final List<SocketChannel> writers = new ArrayList<>();
  private final Drain drain;
  private final int frameBytes;

  /**
   * Connects.
   *
   * @param payload bytes of each frame's payload, 126 to 65,535
   */
  public Floor(int sockets, int payload) throws IOException {
    if (payload < 126 || payload > 0xFFFF) {
      throw new IllegalArgumentException(
          "payloads of %d bytes found, expected 126 to 65535".formatted(payload));
    }
    frameBytes = HEAD + payload;
    List<SocketChannel> readers = new ArrayList<>();
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
      for (int socket = 0; socket < sockets; socket++) {
        readers.add(SocketChannel.open(listener.getLocalAddress()));
        SocketChannel writer = listener.accept();
        writer.configureBlocking(false);
        writer.setOption(StandardSocketOptions.TCP_NODELAY, true);
        writers.add(writer);
      }
    }
    drain = new Drain(readers);
    drain.start();
  }

  /**
   * Writes for a while.
   *
   * @param framesPerWrite frames in the buffer
   * @param rounds how often in a second every socket is written to
   */
  public FloorPoint measure(int framesPerWrite, double rounds, Duration length)
      throws IOException, InterruptedException {
    ByteBuffer frames = frames(framesPerWrite);
    rounds(frames, rounds, Duration.ofSeconds(1), Latencies.histogram());
    Histogram times = Latencies.histogram();
    long cpu = THREADS.getCurrentThreadCpuTime();
    long start = System.nanoTime();
    long full = rounds(frames, rounds, length, times);
    double seconds = (System.nanoTime() - start) / 1e9;
    double micros = (THREADS.getCurrentThreadCpuTime() - cpu) / 1e3;
    double writes = (double) times.getTotalCount() * writers.size();
    return new FloorPoint(
        framesPerWrite,
        writes * framesPerWrite / seconds,
        micros / writes / framesPerWrite,
        micros / writes,
        times.getValueAtPercentile(50) / 1e3,
        times.getValueAtPercentile(99) / 1e3,
        full);
  }

  private long rounds(ByteBuffer frames, double perSecond, Duration length, Histogram times)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    long end = start + length.toNanos();
    long full = 0;
    for (long round = 0; ; round++) {
      long due = start + (long) (round * 1e9 / perSecond);
      if (due >= end) {
        return full;
      }
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        // Asleep, since a loop that looks at the clock would be charged for as writing.
        LockSupport.parkNanos(left);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
      long before = System.nanoTime();
      for (SocketChannel writer : writers) {
        frames.clear();
        if (writer.write(frames) < frames.capacity()) {
          full++;
        }
      }
      Latencies.record(times, System.nanoTime() - before);
    }
  }

  /** Unmasked WebSocket text frames, ready to be sent. */
  private ByteBuffer frames(int count) {
    ByteBuffer frames = ByteBuffer.allocateDirect(count * frameBytes);
    for (int frame = 0; frame < count; frame++) {
      frames.put((byte) 0x81).put((byte) 126).putShort((short) (frameBytes - HEAD));
      for (int at = HEAD; at < frameBytes; at++) {
        frames.put((byte) 'x');
      }
    }
    return frames;
  }

  @Override
  public void close() throws IOException {
    drain.close();
    for (SocketChannel writer : writers) {
      writer.close();
    }
  }
}
