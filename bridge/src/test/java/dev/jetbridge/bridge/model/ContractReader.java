package dev.jetbridge.bridge.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.stream.Delivery;
import dev.jetbridge.stream.Replay;
import dev.jetbridge.stream.StreamFailure;
import dev.jetbridge.stream.StreamMessage;
import dev.jetbridge.stream.StreamSource;
import dev.jetbridge.stream.StreamState;
import dev.jetbridge.stream.SubjectFilters;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Keeps what a replay tells, and the first thing that no replay may tell. */
final class ContractReader implements Replay.Listener {
  private final SourceFixture fixture;
  private final SubjectFilters filters;
  private final List<Delivery.Message> messages = new ArrayList<>();
  private final List<Delivery.Scanned> scans = new ArrayList<>();
  private final List<Delivery.PullEnded> ends = new ArrayList<>();
  private final Replay replay;
  private @Nullable Long effective;
  private @Nullable StreamState after;
  private @Nullable StreamFailure failure;
  private String defect = "";
  private long counted;
  private int outstanding;
  private boolean closed;

  ContractReader(SourceFixture fixture, long position, SubjectFilters filters) {
    this(fixture, fixture.source(), position, filters);
  }

  ContractReader(
      SourceFixture fixture, StreamSource source, long position, SubjectFilters filters) {
    this.fixture = fixture;
    this.filters = filters;
    this.replay = source.replay(position, filters, this, fixture.executor());
  }

  /** One that is open. */
  static ContractReader open(SourceFixture fixture, long position, String... filters) {
    SubjectFilters wanted = filters.length == 0 ? SubjectFilters.ALL : SubjectFilters.of(filters);
    ContractReader reader = new ContractReader(fixture, position, wanted);
    fixture.until("the replay opens", reader::isOpen);
    return reader;
  }

  @Override
  public synchronized void opened(long position, StreamState state) {
    check(effective == null && failure == null && !closed, "opened twice or too late");
    effective = position;
    after = state;
  }

  @Override
  public synchronized void delivered(List<Delivery> deliveries) {
    check(effective != null, "delivered before opened");
    check(failure == null && !closed, "delivered after the end");
    check(!deliveries.isEmpty(), "delivered nothing");
    for (Delivery delivery : deliveries) {
      switch (delivery) {
        case Delivery.Message message -> {
          counted++;
          outstanding--;
          check(message.consumerSequence() == counted, message + " found, expected " + counted);
          if (filters.matches(message.message().subject())) {
            messages.add(message);
          }
        }
        case Delivery.Scanned scanned -> {
          check(scanned.consumerSequence() == counted, scanned + " found, expected " + counted);
          scans.add(scanned);
        }
        case Delivery.PullEnded end -> {
          outstanding -= end.undelivered();
          check(end.undelivered() > 0, end + " found, expected one that leaves something");
          ends.add(end);
        }
      }
      check(outstanding >= 0, "more than was asked for");
    }
  }

  @Override
  public synchronized void failed(StreamFailure reason) {
    check(failure == null && !closed, "failed twice or too late");
    failure = reason;
  }

  private void check(boolean right, String found) {
    if (!right && defect.isEmpty()) {
      defect = found;
    }
  }

  ContractReader pull(int count, int bytes) {
    synchronized (this) {
      outstanding += count;
    }
    replay.pull(count, bytes);
    return this;
  }

  /** Asks for that many, of any size, and waits for them. */
  ContractReader read(int count) {
    int before = sequences().size();
    pull(count, Replay.UNBOUNDED);
    fixture.until(count + " messages", () -> sequences().size() == before + count);
    return this;
  }

  void awaitScan(long position) {
    fixture.until(
        "a scan position of " + position,
        () -> scans().stream().anyMatch(scan -> scan.position() >= position));
  }

  StreamFailure awaitFailure() {
    fixture.until("a failure", () -> failure() != null);
    return Objects.requireNonNull(failure());
  }

  /** Closes it on the thread that is told. */
  void close() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    fixture
        .executor()
        .execute(() -> {
          synchronized (this) {
            closed = true;
          }
          replay.close();
          done.complete(null);
        });
    fixture.until("the replay is closed", done::isDone);
  }

  synchronized boolean isOpen() {
    return effective != null;
  }

  synchronized @Nullable Long effective() {
    return effective;
  }

  synchronized StreamState after() {
    return Objects.requireNonNull(after);
  }

  List<Long> sequences() {
    return messages().stream().map(Delivery.Message::message).map(StreamMessage::sequence).toList();
  }

  synchronized List<Delivery.Message> messages() {
    return List.copyOf(messages);
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

  synchronized @Nullable StreamFailure failure() {
    return failure;
  }

  synchronized void assertNoDefect() {
    assertThat(defect).isEmpty();
  }
}
