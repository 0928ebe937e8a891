package dev.jetbridge.bridge.diagnostics;

import dev.jetbridge.stream.BrokerEvent;
import java.time.Duration;
import java.time.Instant;

/**
 * An event as it is remembered: it, and how often it came again right after.
 *
 * @param event the newest of them, with the time of the first
 * @param last when the newest came
 * @param count how many there were, 1 or more
 */
public record Occurrence(BrokerEvent event, Instant last, int count) {
  public Occurrence {
    if (count < 1) {
      throw new IllegalArgumentException(count + " found, expected 1 or more");
    }
  }

  static Occurrence of(BrokerEvent event) {
    return new Occurrence(event, event.time(), 1);
  }

  /** When the first came. */
  public Instant first() {
    return event.time();
  }

  /**
   * How many came at that time or later, taken for evenly spread between the first and the last.
   */
  int countSince(Instant time) {
    if (!first().isBefore(time)) {
      return count;
    }
    if (last.isBefore(time)) {
      return 0;
    }
    double part =
        (double) Duration.between(time, last).toMillis()
            / Math.max(1, Duration.between(first(), last).toMillis());
    return 1 + (int) ((count - 1) * part);
  }

  BrokerEvent.Kind kind() {
    return event.kind();
  }

  String connection() {
    return event.connection();
  }

  /** This with one more of the same. */
  Occurrence and(BrokerEvent again) {
    return new Occurrence(
        new BrokerEvent(
            event.time(),
            event.connection(),
            again.client(),
            event.kind(),
            event.party(),
            again.cause()),
        again.time(),
        count == Integer.MAX_VALUE ? count : count + 1);
  }

  /** Whether an event is one more of the same, rather than something new. */
  boolean covers(BrokerEvent other) {
    return event.kind() == other.kind()
        && event.party() == other.party()
        && event.connection().equals(other.connection());
  }
}
