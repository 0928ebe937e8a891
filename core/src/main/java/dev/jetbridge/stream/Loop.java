package dev.jetbridge.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * One thread's time: what runs on it, and when. Whatever is given to it runs on that thread alone,
 * in order, never within the call that gives it.
 */
public interface Loop extends Executor {
  /** The wall clock. */
  Instant now();

  /** A clock that never goes back, in nanoseconds from no particular moment. */
  long nanos();

  /**
   * Runs a task after a while, or at once where the delay is not positive.
   *
   * @return takes the task back, where it has not run yet
   */
  Timer after(Duration delay, Runnable task);

  /**
   * Runs a task after a while, no sooner but perhaps a little later, together with others that are
   * due about then: for what thousands wait for at once.
   *
   * @return takes the task back, where it has not run yet
   */
  default Timer afterAbout(Duration delay, Runnable task) {
    return after(delay, task);
  }

  /**
   * Runs one of two tasks here with what has come of a stage. What the task throws goes where that
   * of any task goes; with {@code whenCompleteAsync} it would stay in a stage that nobody asks.
   *
   * @param given run with the value
   * @param otherwise run with the failure
   */
  default <T> void then(
      CompletionStage<T> stage, Consumer<? super T> given, Consumer<StreamFailure> otherwise) {
    var unused =
        stage.whenComplete((value, thrown) ->
            execute(() -> {
              if (thrown != null) {
                otherwise.accept(StreamFailure.of(thrown));
              } else {
                given.accept(value);
              }
            }));
  }

  /** A task that is due some time. */
  @FunctionalInterface
  interface Timer {
    /** Takes it back; without effect where it has run. */
    void cancel();
  }
}
