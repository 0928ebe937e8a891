package dev.jetbridge.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What a piece of work allocates on the calling thread, to the byte, as the JVM counts it. */
public final class Allocations {
  private static final int RUNS = 6;

  private Allocations() {}

  /**
   * The bytes that a run allocates at least, of several: others may load or link something. Aborts
   * the test on a JVM that does not count.
   */
  public static long of(Runnable work) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < RUNS; i++) {
      least = Math.min(least, once(work));
    }
    return least;
  }

  /** The bytes that this one run allocates. Aborts the test on a JVM that does not count. */
  public static long once(Runnable work) {
    assumeTrue(
        ManagementFactory.getThreadMXBean() instanceof ThreadMXBean, "a JVM that counts bytes");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assumeTrue(threads.isThreadAllocatedMemorySupported(), "a JVM that counts bytes");
    long before = threads.getCurrentThreadAllocatedBytes();
    work.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
