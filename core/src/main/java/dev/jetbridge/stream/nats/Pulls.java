package dev.jetbridge.stream.nats;

import dev.jetbridge.stream.Replay;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What was asked of the broker and has not come yet, over all pulls of one consumer.
 *
 * <p>The broker serves the pulls that wait by turns and does not say which one a message counts
 * for, so messages and bytes are counted over all of them. A pull's end is announced by a status,
 * with two exceptions in nats-server: one whose byte bound is met exactly ends in silence with
 * messages left, and 2.9 may drop one in silence at the moment it expires. The first shows here by
 * a sum of bytes that comes to zero, the second by the pull's time.
 *
 * <p>Not thread-safe.
 */
final class Pulls {
  private final Deque<Pull> live = new ArrayDeque<>();
  private long held;
  private long lastNumber;
  private long lastDeadlineNanos;
  private long forgotten;
  private long messages;
  private long bytes;
  private boolean unbounded;

  /**
   * Notes a pull.
   *
   * @param deadlineNanos when the broker has certainly ended it
   * @return its number, which its statuses come back with
   */
  long asked(int count, int maxBytes, long deadlineNanos) {
    live.addLast(new Pull(++lastNumber, count, deadlineNanos));
    held += count;
    lastDeadlineNanos = deadlineNanos;
    messages += count;
    bytes += maxBytes;
    unbounded |= maxBytes == Replay.UNBOUNDED;
    return lastNumber;
  }

  /** How many messages may still come. */
  long messages() {
    return messages;
  }

  /** How many pulls may still wait at the broker, were they served in order. */
  int size() {
    return live.size();
  }

  /**
   * Notes a message.
   *
   * @param size its bytes as the broker counts them
   * @return how many messages have turned out not to come
   */
  int delivered(int size) {
    messages = Math.max(0, messages - 1);
    bytes -= size;
    return settle();
  }

  /**
   * Notes a pull's end.
   *
   * @return how many messages have turned out not to come
   */
  int ended(long number, int undelivered, int bytesLeft) {
    if (number <= forgotten) {
      return 0;
    }
    live.removeIf(pull -> {
      boolean found = pull.number == number;
      held -= found ? pull.count : 0;
      return found;
    });
    int fewer = (int) Math.min(undelivered, messages);
    messages -= fewer;
    bytes -= bytesLeft;
    return fewer + settle();
  }

  /** Drops the pulls whose time is over; how many messages have turned out not to come. */
  int expire(long nowNanos) {
    long earliest = live.isEmpty() ? lastDeadlineNanos : live.getFirst().deadlineNanos;
    if (messages == 0 || nowNanos - earliest <= 0) {
      return 0;
    }
    while (!live.isEmpty() && nowNanos - live.getFirst().deadlineNanos > 0) {
      Pull gone = live.removeFirst();
      held -= gone.count;
      forgotten = gone.number;
    }
    // Pulls that left the list before are older: what may still come is of those that stay.
    int fewer = (int) Math.max(0, messages - held);
    messages -= fewer;
    return fewer + settle();
  }

  private int settle() {
    int fewer = 0;
    if (messages > 0 && bytes == 0 && !unbounded) {
      fewer = (int) messages;
      messages = 0;
    }
    if (messages == 0) {
      live.clear();
      held = 0;
      forgotten = lastNumber;
      bytes = 0;
      unbounded = false;
    }
    while (!live.isEmpty() && held - live.getFirst().count >= messages) {
      held -= live.removeFirst().count;
    }
    return fewer;
  }

  private record Pull(long number, int count, long deadlineNanos) {}
}
