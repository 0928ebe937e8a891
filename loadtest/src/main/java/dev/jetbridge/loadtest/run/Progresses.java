package dev.jetbridge.loadtest.run;

import dev.jetbridge.loadtest.result.SecondRow;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Several that hear the same. */
public record Progresses(List<Progress> all) implements Progress {
  /** Keeps a copy. */
  public Progresses {
    all = List.copyOf(all);
  }

  @Override
  public void phase(String phase) {
    all.forEach(one -> one.phase(phase));
  }

  @Override
  public void second(SecondRow row, Histogram latency, long violations) {
    all.forEach(one -> one.second(row, latency, violations));
  }

  @Override
  public void note(String note) {
    all.forEach(one -> one.note(note));
  }
}
