package dev.jetbridge.loadtest.run;

import dev.jetbridge.loadtest.crowd.Crowd;
import dev.jetbridge.loadtest.crowd.LocalCrowd;
import dev.jetbridge.loadtest.plan.Plan;
import java.util.List;

/** Makes the crowd of a run. */
@FunctionalInterface
public interface Crowds {
  /** Viewers in this process. */
  Crowds HERE =
      (plan, base) ->
          new Made(new LocalCrowd(Feeds.stage(plan, base), plan.generator().loops()), List.of());

  /** A crowd, and the processes that it is in besides this one. */
  record Made(Crowd crowd, List<Long> workers) {}

  /**
   * A crowd of nobody yet.
   *
   * @param base the stream's last sequence before the run
   */
  Made make(Plan plan, long base) throws RunFailed;
}
