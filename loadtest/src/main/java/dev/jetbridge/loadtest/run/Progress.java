package dev.jetbridge.loadtest.run;

import dev.jetbridge.loadtest.result.SecondRow;
import org.HdrHistogram.Histogram;

/** Hears how a run goes on. On the thread that runs it. */
public interface Progress {
  /** What is being done from now on. */
  void phase(String phase);

  /**
   * Another second has passed.
   *
   * @param latency measured in it, from the headline's viewers
   * @param violations known so far
   */
  void second(SecondRow row, Histogram latency, long violations);

  /** Something that is worth knowing. */
  void note(String note);
}
