package dev.jetbridge.stream.nats;

import dev.jetbridge.stream.Delivery;
import dev.jetbridge.stream.Replay;
import dev.jetbridge.stream.StreamFailure;
import dev.jetbridge.stream.StreamSource;
import dev.jetbridge.stream.StreamState;
import dev.jetbridge.stream.SubjectFilters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Reads a replay as a session does, on a thread of its own, and keeps all that it is told. It keeps
 * a number of messages asked for, or is asked by hand.
 */
final class TestReader implements Replay.Listener, AutoCloseable {
  private final ExecutorService executor;
  private final boolean ownExecutor;
  private final int batch;
  private final int maxBytes;
  private final AtomicInteger inCall = new AtomicInteger();
  private final List<Delivery.Message> messages = new ArrayList<>();
  private final List<Delivery.Scanned> scans = new ArrayList<>();
  private final List<Delivery.PullEnded> ends = new ArrayList<>();
  private @Nullable Replay replay;
  private @Nullable Long effective;
  private @Nullable StreamState after;
  private @Nullable StreamFailure failure;
  private @Nullable String defect;
  private int outstanding;

  private TestReader(int batch, int maxBytes, @Nullable ExecutorService shared) {
    this.batch = batch;
    this.maxBytes = maxBytes;
    this.ownExecutor = shared == null;
    this.executor = shared == null ? Executors.newSingleThreadExecutor() : shared;
  }

  /** One that pulls by itself. */
  static TestReader reading(
      StreamSource source, long position, SubjectFilters filters, int batch, int maxBytes) {
    return new TestReader(batch, maxBytes, null).start(source, position, filters);
  }

  static TestReader reading(StreamSource source, long position) {
    return reading(source, position, SubjectFilters.ALL, 128, 1 << 18);
  }

  static TestReader reading(
      StreamSource source,
      long position,
      int batch,
      int maxBytes,
      @Nullable ExecutorService shared) {
    return new TestReader(batch, maxBytes, shared).start(source, position, SubjectFilters.ALL);
  }

  /** One that is asked by hand. */
  static TestReader idle(StreamSource source, long position, SubjectFilters filters) {
    return new TestReader(0, 0, null).start(source, position, filters);
  }

  private TestReader start(StreamSource source, long position, SubjectFilters filters) {
    Replay made = source.replay(position, filters, this, executor);
    synchronized (this) {
      replay = made;
      notifyAll();
    }
    return this;
  }

  @Override
  public void opened(long position, StreamState state) {
    call(() -> {
      effective = position;
      after = state;
      ask();
    });
  }

  @Override
  public void delivered(List<Delivery> deliveries) {
    call(() -> {
      if (effective == null || deliveries.isEmpty()) {
        defect = "delivery before opened, or none";
      }
      for (Delivery delivery : deliveries) {
        take(delivery);
      }
      ask();
    });
  }

  private void take(Delivery delivery) {
    switch (delivery) {
      case Delivery.Message message -> {
        messages.add(message);
        outstanding--;
      }
      case Delivery.Scanned scanned -> scans.add(scanned);
      case Delivery.PullEnded end -> {
        ends.add(end);
        outstanding -= end.undelivered();
      }
    }
    if (outstanding < 0) {
      defect = outstanding + " outstanding after " + delivery;
    }
  }

  @Override
  public void failed(StreamFailure reason) {
    call(() -> failure = reason);
  }

  private void ask() {
    if (batch > 0 && outstanding <= batch / 2) {
      pull(batch, maxBytes);
    }
  }

  synchronized void pull(int count, int bytes) {
    outstanding += count;
    replay().pull(count, bytes);
  }

  private synchronized void call(Runnable told) {
    if (inCall.incrementAndGet() != 1) {
      defect = "two calls at a time";
    }
    if (failure != null) {
      defect = "call after failed";
    }
    told.run();
    inCall.decrementAndGet();
  }

  private synchronized Replay replay() {
    while (replay == null) {
      try {
        wait();
      } catch (InterruptedException e) {
        throw new AssertionError("interrupted", e);
      }
    }
    return replay;
  }

  TestReader await(String what, BooleanSupplier condition) {
    if (condition.getAsBoolean()) {
      return this;
    }
    Awaitility.await(what)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .atMost(TestSources.LIMIT)
        .failFast(() -> failure() != null && !condition.getAsBoolean())
        .until(condition::getAsBoolean);
    return this;
  }

  TestReader awaitOpened() {
    return await("the replay opens", () -> effective() != null);
  }

  TestReader awaitMessages(int count) {
    return await(count + " messages", () -> count() >= count);
  }

  TestReader awaitScanned(long position) {
    return await(
        "a scan position of " + position,
        () -> scans().stream().anyMatch(s -> s.position() >= position));
  }

  /** Waits until it is open or has failed. */
  TestReader awaitEnd() {
    Awaitility.await("the replay opens or fails")
        .atMost(TestSources.LIMIT)
        .until(() -> effective() != null || failure() != null);
    return this;
  }

  StreamFailure awaitFailure() {
    Awaitility.await("the replay fails").atMost(TestSources.LIMIT).until(() -> failure() != null);
    StreamFailure found = failure();
    if (found == null) {
      throw new AssertionError("no failure");
    }
    return found;
  }

  synchronized int count() {
    return messages.size();
  }

  synchronized List<Delivery.Message> messages() {
    return List.copyOf(messages);
  }

  List<Long> sequences() {
    return messages().stream().map(m -> m.message().sequence()).toList();
  }

  synchronized List<Delivery.Scanned> scans() {
    return List.copyOf(scans);
  }

  synchronized List<Delivery.PullEnded> ends() {
    return List.copyOf(ends);
  }

  synchronized int outstanding() {
    return outstanding;
  }

  synchronized @Nullable Long effective() {
    return effective;
  }

  synchronized StreamState after() {
    if (after == null) {
      throw new AssertionError("not opened");
    }
    return after;
  }

  synchronized @Nullable StreamFailure failure() {
    return failure;
  }

  synchronized @Nullable String defect() {
    return defect;
  }

  @Override
  public void close() {
    replay().close();
    if (ownExecutor) {
      executor.shutdown();
    }
    String found = defect();
    if (found != null) {
      throw new AssertionError(found);
    }
  }
}
