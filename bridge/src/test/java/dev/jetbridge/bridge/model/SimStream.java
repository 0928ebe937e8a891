package dev.jetbridge.bridge.model;

import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.StreamMessage;
import dev.jetbridge.stream.StreamShape;
import dev.jetbridge.stream.StreamState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One incarnation of a stream: what was ever published to it, and what became of each message. The
 * truth that deliveries are held to.
 */
final class SimStream {
  /** What became of a message. */
  enum Fate {
    HELD,
    /** By an operator: a legal hole. */
    DELETED,
    /** By a limit or a purge of everything: a loss that no reader may overlook. */
    RETIRED
  }

  private static final StreamShape SHAPE =
      new StreamShape(StreamShape.Retention.LIMITS, Duration.ZERO, 1, false, false, List.of(">"));

  final int incarnation;
  final Epoch epoch;
  private final List<StreamMessage> messages = new ArrayList<>();
  private final List<Fate> fates = new ArrayList<>();
  private long first = 1;

  SimStream(int incarnation, Epoch epoch) {
    this.incarnation = incarnation;
    this.epoch = epoch;
  }

  long last() {
    return messages.size();
  }

  long first() {
    return first;
  }

  StreamMessage message(long sequence) {
    return messages.get((int) sequence - 1);
  }

  Fate fate(long sequence) {
    return fates.get((int) sequence - 1);
  }

  void publish(String subject, Instant now) {
    publish(subject, now, 1);
  }

  /** The payload begins with the number of the incarnation. */
  void publish(String subject, Instant now, int bytes) {
    byte[] payload = new byte[bytes];
    payload[0] = (byte) incarnation;
    messages.add(new StreamMessage(last() + 1, subject, now, Map.of(), payload));
    fates.add(Fate.HELD);
  }

  void delete(long sequence) {
    if (sequence >= first && sequence <= last()) {
      fates.set((int) sequence - 1, Fate.DELETED);
      advanceFirst();
    }
  }

  void purgeSubject(String subject) {
    for (long s = first; s <= last(); s++) {
      if (message(s).subject().equals(subject)) {
        fates.set((int) s - 1, Fate.DELETED);
      }
    }
    advanceFirst();
  }

  void retire(long upTo) {
    for (long s = first; s <= Math.min(upTo, last()); s++) {
      if (fate(s) == Fate.HELD) {
        fates.set((int) s - 1, Fate.RETIRED);
      }
    }
    advanceFirst();
  }

  private void advanceFirst() {
    while (first <= last() && fate(first) != Fate.HELD) {
      first++;
    }
  }

  /** The next message held at or after a sequence; null where there is none. */
  @Nullable StreamMessage heldFrom(long sequence) {
    for (long s = Math.max(sequence, first); s <= last(); s++) {
      if (fate(s) == Fate.HELD) {
        return message(s);
      }
    }
    return null;
  }

  StreamState state() {
    long held = 0;
    for (long s = first; s <= last(); s++) {
      held += fate(s) == Fate.HELD ? 1 : 0;
    }
    boolean unused = last() == 0;
    return new StreamState(
        "SIM",
        epoch,
        unused ? 0 : first,
        last(),
        held,
        held == 0 ? null : message(last()).time(),
        SHAPE);
  }
}
