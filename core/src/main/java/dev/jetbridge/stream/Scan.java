package dev.jetbridge.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a consumer delivers into what may be believed: an event is released only when it is
 * proved that nothing before it was lost.
 *
 * <p>JetStream never reports a lost range. Loss on the way shows as a hole in <em>consumer</em>
 * sequence; loss by retention only as a first sequence that has passed the position. So whatever
 * follows a jump in stream sequence is held until a first sequence, read after it arrived, has not
 * passed the position before the jump: then the hole was made by deletes, or by a filter.
 *
 * <p>Where replicas drop messages by age each on its own clock, the leader's first sequence says
 * nothing of what the consumer's replica had just dropped: there a jump is believed only where the
 * position is well younger than the maximum age, or by a first sequence read {@link #AGE_MARGIN}
 * after it arrived.
 *
 * <p>A consumer in memory can begin again with its stream, unnoticed but for its count, which
 * begins at 1 again too. So until a first message has come, what arrives is believed only once the
 * stream was recognised after it arrived.
 *
 * <p>Holds no clock and no thread; for one thread.
 */
public final class Scan {
  /** How far apart replicas are trusted to age. */
  public static final Duration AGE_MARGIN = Duration.ofSeconds(5);

  private final StreamShape shape;
  private final ArrayDeque<Held> held = new ArrayDeque<>();
  private boolean anchored;
  private boolean broken;
  private long position;
  private @Nullable Instant notOlderThan;
  private long consumerSequence;
  private long arrivals;
  private long recognisedArrivals;
  private boolean recognised;
  private @Nullable Proof proof;

  private record Held(Delivery delivery, long arrival, Instant arrivedAt) {}

  /** What is to be done next. */
  public sealed interface Step {
    /** Deliver this message; the position is then its sequence. */
    record Deliver(StreamMessage message) implements Step {}

    /** Everything up to this position was looked at, and nothing more of it matches. */
    record Passed(long position, StreamState state) implements Step {}

    /** Read the stream's state, not before the given moment, and report it by {@link #proved}. */
    record Prove(Instant notBefore) implements Step {}

    /** Make sure that the stream is still the same, and report it by {@link #recognised}. */
    record Recognise() implements Step {}

    /** It cannot be proved that nothing was lost. */
    record Lost(StreamState state) implements Step {}

    /** A delivery was lost on the way: open another consumer after the position. */
    record Reopen() implements Step {}

    /** Nothing is held. */
    record Wait() implements Step {}
  }

  /**
   * A question to the broker that is about to be sent.
   *
   * @param arrivals how much had arrived by then
   * @param messages how many messages of it
   * @param sentAt when
   */
  public record Probe(long arrivals, long messages, Instant sentAt) {}

  private record Proof(Probe probe, StreamState state) {}

  private static final Step.Wait WAIT = new Step.Wait();
  private static final Step.Recognise RECOGNISE = new Step.Recognise();
  private static final Step.Reopen REOPEN = new Step.Reopen();

  /**
   * A scan of a fresh consumer.
   *
   * @param position what the consumer starts after
   * @param notOlderThan the broker's time of a message at or below the position, null where none is
   *     known: whatever follows the position is younger
   * @param anchored false where the reader claims nothing of what lies before the first delivery
   * @param recognised true where nothing is known by which the stream could be recognised
   */
  public Scan(
      long position,
      @Nullable Instant notOlderThan,
      boolean anchored,
      boolean recognised,
      StreamShape shape) {
    this.position = position;
    this.recognised = recognised;
    this.notOlderThan = notOlderThan;
    this.anchored = anchored;
    this.shape = shape;
  }

  /** From now on nothing may be missing after the position. */
  void anchor() {
    anchored = true;
  }

  /**
   * Takes what has arrived, in order, at this moment of the clock. Ends of pulls are passed over.
   */
  public void arrived(List<Delivery> deliveries, Instant now) {
    arrivals++;
    for (Delivery delivery : deliveries) {
      if (broken) {
        return;
      }
      switch (delivery) {
        case Delivery.Message message -> {
          broken = message.consumerSequence() != consumerSequence + 1;
          consumerSequence++;
        }
        case Delivery.Scanned scanned -> broken = scanned.consumerSequence() != consumerSequence;
        case Delivery.PullEnded ignored -> {
          continue;
        }
      }
      if (!broken) {
        held.add(new Held(delivery, arrivals, now));
      }
    }
  }

  /** A question that is sent now: hand it back with what was answered. */
  public Probe probe(Instant now) {
    return new Probe(arrivals, consumerSequence, now);
  }

  /** The stream was found to be the one that the reader knows. */
  public void recognised(Probe probe) {
    recognisedArrivals = probe.arrivals();
    // From the first message on, the count would show that the consumer has begun again.
    recognised |= probe.messages() > 0;
  }

  /** The stream's state, read by a probe. */
  public void proved(Probe probe, StreamState state) {
    proof = new Proof(probe, state);
  }

  /** The next step; a message or position that it returns counts as handed over. */
  public Step next(Instant now) {
    Held first = held.peek();
    if (first == null) {
      return broken ? REOPEN : WAIT;
    }
    return switch (first.delivery()) {
      case Delivery.Message(StreamMessage message, long c, long p) ->
          step(first, message.sequence(), message, now);
      case Delivery.Scanned(long to, long c) -> step(first, to, null, now);
      case Delivery.PullEnded ignored ->
          throw new IllegalStateException("end of a pull held, expected messages and scans alone");
    };
  }

  private Step step(Held first, long to, @Nullable StreamMessage message, Instant now) {
    if (message != null && to <= position) {
      // The stream has begun again under the consumer, or the broker repeats itself.
      broken = true;
      held.clear();
      return REOPEN;
    }
    if (message == null && to <= position) {
      held.remove();
      return next(now);
    }
    boolean adjoins = message != null && (!anchored || to == position + 1);
    Step open = adjoins ? null : doubt(first, now);
    if (open != null) {
      return open;
    }
    // Last: a state read of another stream proves nothing either.
    if (!recognised && first.arrival() > recognisedArrivals) {
      return RECOGNISE;
    }
    return message == null ? pass(to, now) : deliver(message);
  }

  /** What keeps a jump from being believed, null where nothing does. */
  private @Nullable Step doubt(Held first, Instant now) {
    Proof known = proof;
    if (known == null || known.probe().arrivals() < first.arrival()) {
      return new Step.Prove(now);
    }
    if (anchored && known.state().floor() > position) {
      return new Step.Lost(known.state());
    }
    Instant sentAt = known.probe().sentAt();
    if (anchored && shape.agesApart() && !young(brokerTime(known))) {
      Instant late = first.arrivedAt().plus(AGE_MARGIN);
      if (sentAt.isBefore(late)) {
        return new Step.Prove(late);
      }
    }
    return null;
  }

  private Step pass(long to, Instant now) {
    StreamState state = Objects.requireNonNull(proof, "proof of a jump").state();
    held.remove();
    long passed = Math.min(to, state.lastSequence());
    if (passed <= position) {
      return next(now);
    }
    position = passed;
    return new Step.Passed(passed, state);
  }

  // A clock of ours that is behind must not make an event young that a replica may have dropped.
  private static Instant brokerTime(Proof known) {
    Instant sentAt = known.probe().sentAt();
    Instant last = known.state().lastTime();
    return last != null && last.isAfter(sentAt) ? last : sentAt;
  }

  private boolean young(Instant now) {
    return notOlderThan != null && notOlderThan.isAfter(now.minus(shape.maxAge()).plus(AGE_MARGIN));
  }

  private Step deliver(StreamMessage message) {
    held.remove();
    anchored = true;
    position = message.sequence();
    notOlderThan = message.time();
    return new Step.Deliver(message);
  }

  /** Everything up to here was handed over, or proved to hold nothing. */
  public long position() {
    return position;
  }

  /** How many deliveries wait to be handed over. */
  public int held() {
    return held.size();
  }
}
