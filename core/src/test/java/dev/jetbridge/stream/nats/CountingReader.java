package dev.jetbridge.stream.nats;

import dev.jetbridge.stream.Delivery;
import dev.jetbridge.stream.Replay;
import dev.jetbridge.stream.StreamFailure;
import dev.jetbridge.stream.StreamSource;
import dev.jetbridge.stream.StreamState;
import dev.jetbridge.stream.SubjectFilters;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Reads a stream from the start whose payloads are their own numbers from 0, keeps nothing, and
 * notes the first thing that is not as it should be.
 */
final class CountingReader implements Replay.Listener, AutoCloseable {
  private static final int BATCH = 128;
  private static final int BYTES = 1 << 18;

  private final CompletableFuture<Replay> replay = new CompletableFuture<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final long expected;
  private volatile String fault = "";
  private long next = 1;
  private int outstanding;

  CountingReader(StreamSource source, Executor executor, long expected) {
    this.expected = expected;
    replay.complete(source.replay(0, SubjectFilters.ALL, this, executor));
  }

  @Override
  public void opened(long effective, StreamState after) {
    check(effective == 0, "effective start " + effective);
    ask();
  }

  @Override
  public void delivered(List<Delivery> deliveries) {
    for (Delivery delivery : deliveries) {
      switch (delivery) {
        case Delivery.Message message -> take(message);
        case Delivery.PullEnded end -> outstanding -= end.undelivered();
        case Delivery.Scanned unused -> {}
      }
    }
    check(outstanding >= 0, outstanding + " outstanding");
    if (next > expected) {
      over.countDown();
    } else {
      ask();
    }
  }

  private void take(Delivery.Message message) {
    String payload = new String(message.message().payload(), StandardCharsets.US_ASCII);
    check(message.message().sequence() == next, message + " found, expected " + next);
    check(message.consumerSequence() == next, message + " found, expected count " + next);
    check(payload.equals(Long.toString(next - 1)), "payload " + payload + " at " + next);
    next++;
    outstanding--;
  }

  @Override
  public void failed(StreamFailure failure) {
    check(false, failure.toString());
    over.countDown();
  }

  private void ask() {
    if (outstanding <= BATCH / 2) {
      outstanding += BATCH;
      replay.join().pull(BATCH, BYTES);
    }
  }

  private void check(boolean right, String found) {
    if (!right && fault.isEmpty()) {
      fault = found;
    }
  }

  /** Waits until all has come or it failed. */
  void awaitEnd() {
    try {
      if (!over.await(2, TimeUnit.MINUTES)) {
        fault = "only " + (next - 1) + " of " + expected;
      }
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  /** What went wrong first, empty where nothing did. */
  String fault() {
    return fault;
  }

  @Override
  public void close() {
    replay.join().close();
  }
}
