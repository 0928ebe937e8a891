package dev.jetbridge.testkit;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;

/**
 * One direction of one connection through a {@link FaultProxy}: a thread that reads as fast as the
 * faults let it, a {@link DelayLine}, and a thread that writes.
 */
final class FaultyPipe {
  private static final int CHUNK = 4 * 1024;

  private final Socket from;
  private final Socket to;
  private final Faults faults;
  private final Owner owner;
  private final Pace pace = new Pace();
  private final DelayLine line = new DelayLine();
  private volatile boolean discarding;

  FaultyPipe(Socket from, Socket to, Faults faults, Owner owner) {
    this.from = from;
    this.to = to;
    this.faults = faults;
    this.owner = owner;
  }

  void start() {
    faults.govern(pace);
    Thread.ofVirtual().name("fault-proxy-read").start(() -> guard(this::read));
    Thread.ofVirtual().name("fault-proxy-write").start(() -> guard(this::write));
  }

  /** Reads on and lets nothing through any more. */
  void discard() {
    discarding = true;
  }

  /** Lets both threads go; the sockets are the owner's. */
  void stop() {
    faults.release(pace);
    pace.close();
    line.close();
  }

  private void read() throws InterruptedException {
    byte[] buffer = new byte[CHUNK];
    boolean open = true;
    while (open) {
      int allowed = pace.await(CHUNK, Deadline.never());
      int read;
      try {
        read = from.getInputStream().read(buffer, 0, allowed);
      } catch (IOException e) {
        owner.senderGone(this, faults);
        return;
      }
      if (read < 0) {
        line.end(faults.latency());
        return;
      }
      pace.passed(read);
      if (!discarding && !faults.isDropping()) {
        open = line.put(Arrays.copyOf(buffer, read), faults.latency());
      }
    }
  }

  private void write() throws InterruptedException {
    for (byte[] chunk = line.take(); chunk != null; chunk = line.take()) {
      int at = 0;
      while (at < chunk.length && !discarding) {
        pace.awaitOpen();
        int size = Math.min(faults.sliceSize(), chunk.length - at);
        try {
          to.getOutputStream().write(chunk, at, size);
        } catch (IOException e) {
          discard();
          owner.receiverGone(this);
        }
        at += size;
        Thread.sleep(faults.slicePause());
      }
      line.arrived();
    }
    pace.awaitOpen();
    owner.ended(this, to, faults);
  }

  private static void guard(Work work) {
    try {
      work.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Work that waits. */
  @FunctionalInterface
  private interface Work {
    void run() throws InterruptedException;
  }

  /** The connection that the direction belongs to. */
  interface Owner {
    /** The sender has reset the connection. */
    void senderGone(FaultyPipe pipe, Faults faults);

    /** The receiver takes no more bytes. */
    void receiverGone(FaultyPipe pipe);

    /** All that the sender had sent has passed, and it has closed; or the pipe was stopped. */
    void ended(FaultyPipe pipe, Socket to, Faults faults);
  }
}
