package dev.jetbridge.stream.nats;

import dev.jetbridge.stream.StreamFailure;
import dev.jetbridge.stream.StreamFailure.Kind;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections that another took over from. Who reads over one is told to move at once; it stays
 * open for as long as an answer to what was asked over it may take, so that nothing is lost with
 * it. Thread-safe.
 */
final class Retired {
  private static final Logger LOG = LoggerFactory.getLogger(Retired.class);
  private static final StreamFailure MOVED =
      new StreamFailure(Kind.MOVED, "a connection with newer credentials took over");

  private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
  private final SourceThreads threads;
  private final Timing timing;
  private final Outage outage;

  Retired(SourceThreads threads, Timing timing, Outage outage) {
    this.threads = threads;
    this.timing = timing;
    this.outage = outage;
  }

  /** Takes one in. The connection that took over must be there. */
  void add(Wire wire) {
    wires.add(wire);
    wire.link().retire(MOVED);
    try {
      var unused =
          threads
              .timer()
              .schedule(
                  () -> threads.pool().execute(() -> close(wire)),
                  timing.request().toNanos(),
                  TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("the source is being closed, and this connection with it", e);
    }
  }

  /** Ends those whose connection the broker has ended: no answer comes any more. */
  void look() {
    for (Wire wire : wires) {
      if (!wire.isUp()) {
        close(wire);
      }
    }
  }

  void closeAll() {
    List.copyOf(wires).forEach(this::close);
  }

  private void close(Wire wire) {
    if (!wires.remove(wire)) {
      return;
    }
    wire.link().end(MOVED);
    outage.left(wire);
    try {
      wire.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
