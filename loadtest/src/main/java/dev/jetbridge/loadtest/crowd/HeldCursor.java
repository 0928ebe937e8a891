package dev.jetbridge.loadtest.crowd;

import dev.jetbridge.loadtest.adapter.ResumePoint;
import dev.jetbridge.loadtest.oracle.Ledger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a viewer comes back with: its position, and what the feed told it to go with that. */
final class HeldCursor {
  private static final byte[] NO_TIME = {};

  private final ResumePoint beginning;
  private @Nullable String epoch;
  private byte[] time = NO_TIME;
  private long timeOf = -1;
  private boolean useless;

  /**
   * @param beginning where the viewer begins while it has no position
   */
  HeldCursor(ResumePoint beginning) {
    this.beginning = beginning;
  }

  /** The feed belongs to this incarnation of the stream. */
  void epoch(@Nullable String told) {
    epoch = told;
  }

  /** The time of the event at a sequence. */
  void time(long seq, byte[] bytes, int offset, int length) {
    if (time.length != length) {
      time = new byte[length];
    }
    System.arraycopy(bytes, offset, time, 0, length);
    timeOf = seq;
  }

  /** The same, null where it was not told. */
  void time(long seq, @Nullable String told) {
    if (told != null) {
      time = told.getBytes(StandardCharsets.US_ASCII);
      timeOf = seq;
    }
  }

  /** The cursor is useless: from now on the viewer begins with the oldest event there is. */
  void useless() {
    useless = true;
    epoch = null;
    time = NO_TIME;
    timeOf = -1;
  }

  /** Where the next connection is to begin. */
  ResumePoint place(Ledger ledger) {
    if (!ledger.isStarted()) {
      return useless ? new ResumePoint.Earliest() : beginning;
    }
    long position = ledger.position();
    boolean timed = timeOf == position && epoch != null;
    return new ResumePoint.After(
        position, epoch, timed ? new String(time, StandardCharsets.US_ASCII) : null);
  }
}
