package dev.jetbridge.demo;

import dev.jetbridge.demo.cluster.Cluster;
import dev.jetbridge.demo.cluster.Happening;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;

/**
 * All that ever happens in one simulated cluster, numbered from 1. The seed decides it, so that a
 * place in it is a number, and a history that was left can be taken up again.
 */
final class History {
  private final long seed;
  private final Cluster cluster;
  private final Queue<Happening> rest = new ArrayDeque<>();
  private long serial;

  History(long seed) {
    this.seed = seed;
    this.cluster = new Cluster(seed);
  }

  /**
   * The history to publish to a stream, from its next event on.
   *
   * @param last demo event that the stream holds
   * @param wanted seed; empty for that of the stream, where it has one
   * @param fresh seed where nobody else names one
   */
  static History continuing(Optional<EventId> last, OptionalLong wanted, long fresh) {
    if (last.isPresent() && last.get().seed() == wanted.orElse(last.get().seed())) {
      History history = new History(last.get().seed());
      history.skipTo(last.get().serial());
      return history;
    }
    return new History(wanted.orElse(fresh));
  }

  long seed() {
    return seed;
  }

  /** Number of the latest event taken, 0 before the first. */
  long serial() {
    return serial;
  }

  /**
   * One event and its number.
   *
   * @param startsTick whether it is the first of those that happen at the same time
   */
  record Entry(EventId id, Happening happening, boolean startsTick) {}

  Entry next() {
    boolean startsTick = rest.isEmpty();
    while (rest.isEmpty()) {
      rest.addAll(cluster.tick());
    }
    return new Entry(new EventId(seed, ++serial), rest.remove(), startsTick);
  }

  private void skipTo(long held) {
    while (serial < held) {
      next();
    }
  }
}
