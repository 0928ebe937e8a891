package dev.jetbridge.loadtest.worker;

import dev.jetbridge.loadtest.crowd.Admission;
import dev.jetbridge.loadtest.crowd.Crowd;
import dev.jetbridge.loadtest.crowd.Ending;
import dev.jetbridge.loadtest.crowd.Interval;
import dev.jetbridge.loadtest.measure.Latencies;
import dev.jetbridge.loadtest.plan.Plan;
import dev.jetbridge.loadtest.run.Crowds;
import dev.jetbridge.loadtest.run.RunFailed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** A crowd spread evenly over processes, asked at the same time and reported as one. */
public final class Workers implements Crowd {
  /** As many processes as a plan says; for one the viewers are in this process. */
  public static final Crowds CROWDS = Workers::crowd;

  private final List<Worker> workers;

  private Workers(List<Worker> workers) {
    this.workers = List.copyOf(workers);
  }

  private static Crowds.Made crowd(Plan plan, long base) throws RunFailed {
    int count = plan.generator().processes();
    if (count == 1) {
      return Crowds.HERE.make(plan, base);
    }
    List<Worker> started = new ArrayList<>();
    try {
      while (started.size() < count) {
        started.add(Worker.start(plan.settings().values(), base));
      }
    } catch (IOException e) {
      started.forEach(Worker::close);
      throw new RunFailed("a process of viewers cannot be started: " + e.getMessage(), e);
    }
    return new Crowds.Made(new Workers(started), started.stream().map(Worker::pid).toList());
  }

  @Override
  public void sent(long fingerprint, int subject) {
    workers.forEach(worker -> worker.sent(fingerprint, subject));
  }

  @Override
  public void acknowledged(long seq, long fingerprint, int subject) {
    workers.forEach(worker -> worker.acknowledged(seq, fingerprint, subject));
  }

  @Override
  public void admit(Admission admission) {
    int parts = workers.size();
    for (int part = 0; part < parts; part++) {
      int from = (int) ((long) admission.count() * part / parts);
      int to = (int) ((long) admission.count() * (part + 1) / parts);
      if (to > from) {
        workers
            .get(part)
            .admit(
                admission.part(admission.first() + from, to - from, admission.perSecond() / parts));
      }
    }
  }

  @Override
  public int cut(double share, Duration away) {
    return sum(all(worker -> worker.cut(share, away)));
  }

  @Override
  public void measure(long from, long until) {
    workers.forEach(worker -> worker.measure(from, until));
  }

  @Override
  public Interval poll() {
    return Interval.sum(all(Worker::poll), Latencies::histogram);
  }

  @Override
  public int incomplete() {
    return sum(all(Worker::incomplete));
  }

  @Override
  public void release() {
    workers.forEach(Worker::release);
  }

  @Override
  public Ending finish() {
    return Ending.sum(all(Worker::finish));
  }

  private <T> List<T> all(Function<Worker, T> work) {
    List<CompletableFuture<T>> answers =
        workers.stream()
            .map(worker -> CompletableFuture.supplyAsync(() -> work.apply(worker)))
            .toList();
    try {
      return answers.stream().map(CompletableFuture::join).toList();
    } catch (CompletionException e) {
      throw e.getCause() instanceof UncheckedIOException gone ? gone : e;
    }
  }

  private static int sum(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public void close() {
    workers.forEach(Worker::close);
  }
}
