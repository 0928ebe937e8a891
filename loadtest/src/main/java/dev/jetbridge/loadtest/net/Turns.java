package dev.jetbridge.loadtest.net;

import io.netty.channel.SelectStrategy;
import io.netty.channel.SelectStrategyFactory;
import io.netty.util.IntSupplier;

/**
 * Tells how long a socket that is being read has waited for the others that its event loop found
 * ready in the same turn: lateness that is the loop's own. On its event loop only.
 */
public final class Turns {
  private static final ThreadLocal<Turns> OF_THIS_LOOP = ThreadLocal.withInitial(Turns::new);

  /** Makes event loops keep their turns. */
  static final SelectStrategyFactory KEPT = () -> Turns::next;

  private boolean begins = true;
  private long began;

  private Turns() {}

  /** Those of the loop that calls. */
  public static Turns ofThisLoop() {
    return OF_THIS_LOOP.get();
  }

  /** Since the turn's first reading, which this may be. */
  public long waited(long now) {
    if (begins) {
      begins = false;
      began = now;
    }
    return now - began;
  }

  /** As Netty's own strategy does; it is asked once a turn, before the loop waits. */
  private static int next(IntSupplier ready, boolean hasTasks) throws Exception {
    OF_THIS_LOOP.get().begins = true;
    return hasTasks ? ready.get() : SelectStrategy.SELECT;
  }
}
