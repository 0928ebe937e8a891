package dev.jetbridge.loadtest.crowd;

import dev.jetbridge.loadtest.oracle.Ledger;
import java.util.Optional;

/** Times how soon one viewer has caught up after it was cut off, or from its beginning. */
final class CatchUpWatch {
  private static final int IDLE = -1;

  private int storm = IDLE;
  private long freeSince;
  private long through = IDLE;

  /**
   * Begins to watch.
   *
   * @param which the storm, or 0 for a replay
   * @param since the {@link System#nanoTime} from which the viewer is free to connect
   */
  void begin(int which, long since) {
    storm = which;
    freeSince = since;
    through = IDLE;
  }

  /** The feed is open; everything that is settled by now is to be caught up with. */
  void opened(long settled) {
    through = storm == IDLE ? IDLE : settled;
  }

  /** Whether it is worth asking. */
  boolean isOn() {
    return through != IDLE;
  }

  /** The time it took, once. */
  Optional<CatchUp> done(Ledger ledger, long now) {
    if (through == IDLE || !ledger.isStarted() || ledger.awaitsAny(through)) {
      return Optional.empty();
    }
    CatchUp done = new CatchUp(storm, now - freeSince);
    storm = IDLE;
    through = IDLE;
    return Optional.of(done);
  }
}
