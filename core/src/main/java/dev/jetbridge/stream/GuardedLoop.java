package dev.jetbridge.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * A loop for one whose tasks must not fail unseen: what one throws goes to its owner, who ends what
 * can't go on. Executors and futures would keep it to themselves, and the rest would go on with an
 * event less.
 */
public final class GuardedLoop implements Loop {
  private final Loop loop;
  private final Consumer<Throwable> failed;

  /**
   * Guards the tasks given to it, not those given to the loop itself.
   *
   * @param failed called on the loop with what a task threw; what it throws itself goes to the loop
   */
  public GuardedLoop(Loop loop, Consumer<Throwable> failed) {
    this.loop = loop;
    this.failed = failed;
  }

  @Override
  public void execute(Runnable task) {
    loop.execute(() -> run(task));
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    return loop.after(delay, () -> run(task));
  }

  @Override
  public Timer afterAbout(Duration delay, Runnable task) {
    return loop.afterAbout(delay, () -> run(task));
  }

  @Override
  public Instant now() {
    return loop.now();
  }

  @Override
  public long nanos() {
    return loop.nanos();
  }

  /** Runs a task at once, on the loop already, under the same guard. */
  public void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      failed.accept(e);
    }
  }
}
