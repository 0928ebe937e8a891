package dev.jetbridge.stream.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.Loop;
import dev.jetbridge.stream.ProvenReplay;
import dev.jetbridge.stream.ProvenReplay.End;
import dev.jetbridge.stream.ProvenReplay.Place;
import dev.jetbridge.stream.ProvenReplay.Supply;
import dev.jetbridge.stream.StreamMessage;
import dev.jetbridge.stream.StreamSource;
import dev.jetbridge.stream.StreamState;
import dev.jetbridge.stream.SubjectFilters;
import dev.jetbridge.stream.Witness;
import dev.jetbridge.testkit.StoredMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream as a session does: by proved replays, another after its position whenever one is
 * lost, until it is told that it cannot go on. What it believes is held to the truth afterwards.
 */
final class ProofReader implements ProvenReplay.Sink, AutoCloseable {
  private static final Supply SUPPLY = new Supply(8, 1 << 18);
  private static final Duration RETRY = Duration.ofMillis(50);

  private final StreamSource source;
  private final Loop loop;
  private final Epoch epoch;
  private final Appetite appetite;
  private final long start;
  private final List<StreamMessage> read = new ArrayList<>();
  private @Nullable ProvenReplay replay;
  private @Nullable Witness witness;
  private @Nullable End end;
  private long position;
  private int opens;
  private int losses;
  private Instant notBefore = Instant.MIN;
  private boolean waiting;
  private boolean closed;

  /** When a reader takes the next. */
  interface Appetite {
    /** Not before this moment, after what it read last. */
    Instant after(StreamMessage last);
  }

  /** Takes all as it comes. */
  static final Appetite ANY = last -> Instant.MIN;

  private ProofReader(
      StreamSource source, Loop loop, StreamState state, long start, Appetite appetite) {
    this.source = source;
    this.loop = loop;
    this.epoch = state.epoch();
    this.appetite = appetite;
    this.start = start;
    this.position = start;
  }

  /** One that goes on after a position of the stream that has this state. */
  static ProofReader after(
      StreamSource source, Loop loop, StreamState state, long position, Appetite appetite) {
    return new ProofReader(source, loop, state, position, appetite).begin();
  }

  /** One that goes on after an event that it knows. */
  static ProofReader resuming(StreamSource source, Loop loop, StreamState state, Witness known) {
    return new ProofReader(source, loop, state, known.sequence(), ANY).knowing(known).begin();
  }

  /** One that goes on after an event that it knows, and takes nothing before {@link #release}. */
  static ProofReader held(StreamSource source, Loop loop, StreamState state, Witness known) {
    ProofReader reader = new ProofReader(source, loop, state, known.sequence(), ANY);
    reader.notBefore = Instant.MAX;
    return reader.knowing(known).begin();
  }

  private ProofReader knowing(Witness known) {
    witness = known;
    return this;
  }

  private ProofReader begin() {
    loop.execute(this::open);
    return this;
  }

  private synchronized void open() {
    if (!closed) {
      Place place = new Place(position, witness, epoch);
      replay = new ProvenReplay(source, place, SubjectFilters.ALL, SUPPLY, loop, this);
    }
  }

  /** It takes all from now on. */
  void release() {
    loop.execute(() -> {
      notBefore = Instant.MIN;
      proceed();
    });
  }

  private synchronized void proceed() {
    waiting = false;
    if (replay != null) {
      replay.proceed();
    }
  }

  @Override
  public synchronized void opened(long at, StreamState after) {
    assertThat(at).isEqualTo(position);
    opens++;
  }

  @Override
  public boolean hasRoom() {
    Instant now = loop.now();
    if (!now.isBefore(notBefore)) {
      return true;
    }
    if (!waiting && notBefore.isBefore(Instant.MAX)) {
      waiting = true;
      loop.after(Duration.between(now, notBefore), this::proceed);
    }
    return false;
  }

  @Override
  public synchronized void message(StreamMessage message) {
    read.add(message);
    position = message.sequence();
    witness = Witness.newer(witness, message.sequence(), message.time());
    notBefore = appetite.after(message);
  }

  @Override
  public synchronized void passed(long to, StreamState state) {
    position = to;
  }

  @Override
  public void paused() {}

  @Override
  public synchronized void ended(End reason) {
    replay = null;
    if (reason instanceof End.Lost) {
      losses++;
      loop.after(RETRY, this::open);
    } else {
      end = reason;
    }
  }

  ProofReader await(String what, BooleanSupplier condition) {
    Awaitility.await(what).atMost(Duration.ofMinutes(1)).until(condition::getAsBoolean);
    return this;
  }

  /** Waits until a consumer is open. */
  ProofReader awaitOpen() {
    return await("a consumer opens", () -> opens() > 0);
  }

  /** Waits until it has come to a position, or is told that it cannot go on. */
  ProofReader awaitEnd(long last) {
    return await(
        "the reader comes to " + last + " or is told why not",
        () -> end() != null || position() >= last);
  }

  /** Waits until it is told that it cannot go on. */
  ProofReader awaitTold() {
    return await("the reader is told", () -> end() != null);
  }

  /** Everything up to its position that was ever published and not deleted, once and in order. */
  void assertNoHole(List<StoredMessage> published) {
    long reached = position();
    List<StoredMessage> due =
        published.stream().filter(m -> m.seq() > start && m.seq() <= reached).toList();
    List<StreamMessage> found = read();
    assertThat(found.stream().map(StreamMessage::sequence))
        .as("read from %s to %s, then %s", start, reached, end())
        .containsExactlyElementsOf(due.stream().map(StoredMessage::seq).toList());
    for (int i = 0; i < due.size(); i++) {
      assertThat(due.get(i).hasPayload(found.get(i).payload()))
          .as("own payload of %s", due.get(i))
          .isTrue();
    }
  }

  synchronized List<StreamMessage> read() {
    return List.copyOf(read);
  }

  synchronized @Nullable End end() {
    return end;
  }

  synchronized long position() {
    return position;
  }

  synchronized int opens() {
    return opens;
  }

  /** How many consumers it has lost. */
  synchronized int losses() {
    return losses;
  }

  @Override
  public void close() {
    loop.execute(() -> {
      synchronized (this) {
        closed = true;
        if (replay != null) {
          replay.close();
        }
      }
    });
  }
}
