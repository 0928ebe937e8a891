package dev.jetbridge.loadtest.run;

import dev.jetbridge.loadtest.crowd.Admission;
import dev.jetbridge.loadtest.crowd.Admission.Beginning;
import dev.jetbridge.loadtest.crowd.Cohort;
import dev.jetbridge.loadtest.crowd.Crowd;
import dev.jetbridge.loadtest.crowd.Ending;
import dev.jetbridge.loadtest.measure.Environment;
import dev.jetbridge.loadtest.measure.RunClock;
import dev.jetbridge.loadtest.plan.Knob;
import dev.jetbridge.loadtest.plan.Plan;
import dev.jetbridge.loadtest.publish.EventTemplate;
import dev.jetbridge.loadtest.publish.Publisher;
import dev.jetbridge.loadtest.publish.Target;
import dev.jetbridge.loadtest.publish.Unreachable;
import dev.jetbridge.loadtest.result.RunResult;
import dev.jetbridge.loadtest.result.Step;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;

/**
 * One run: lays down the backlog, lets the viewers in, publishes and disturbs by the plan, waits
 * for what is still under way, and has everything checked. One thread.
 */
public final class Run {
  private static final long SHORT_MILLIS = 50;
  private static final long SOON_NANOS = 100_000_000;
  private static final double NANOS = 1e9;

  private final Plan plan;
  private final Crowds crowds;
  private final Progress progress;
  private final BooleanSupplier stopped;
  private final Map<String, String> facts;
  private final RunClock clock = RunClock.set();
  private final Acks acks = new Acks();
  private final List<Step> steps = new ArrayList<>();
  private final Map<Integer, Integer> cutOff = new TreeMap<>();
  private final List<String> notes = new ArrayList<>();
  private final Instant started = Instant.now();

  /**
   * @param stopped asks for an early end; what was measured until then is reported
   * @param facts what else is known of the environment, such as versions
   */
  public Run(
      Plan plan,
      Crowds crowds,
      Progress progress,
      BooleanSupplier stopped,
      Map<String, String> facts) {
    this.plan = plan;
    this.crowds = crowds;
    this.progress = progress;
    this.stopped = stopped;
    this.facts = Map.copyOf(facts);
  }

  /** Carries it out. */
  public RunResult execute() throws RunFailed, InterruptedException {
    Map<String, String> environment = Environment.describe();
    environment.putAll(facts);
    try (Target target = Targets.open(plan.target(), acks)) {
      Crowds.Made made = crowds.make(plan, target.base());
      try (Crowd crowd = made.crowd()) {
        acks.tell(crowd);
        environment.put("broker", target.server());
        ProcessWatch watch = ProcessWatch.of(plan, made.workers());
        return execute(target, crowd, watch, environment);
      }
    } catch (Unreachable | UncheckedIOException e) {
      throw new RunFailed(String.valueOf(e.getMessage()), e);
    }
  }

  private RunResult execute(
      Target target, Crowd crowd, ProcessWatch watch, Map<String, String> environment)
      throws RunFailed, InterruptedException {
    String run = "%08x".formatted(ThreadLocalRandom.current().nextInt());
    EventTemplate events = new EventTemplate(run, plan.load().bytes());
    Publisher publisher = new Publisher(target, events, plan.target().subjects().size(), clock);
    layDown(publisher, target);

    Recorder recorder = new Recorder(crowd, watch, publisher::published, steady() > 0, progress);
    Recorder.Mark before = recorder.mark();
    letIn(crowd, recorder);

    Thread publishing = new Thread(() -> publish(publisher), "publisher");
    publishing.setDaemon(true);
    publishing.start();
    progress.phase("warming up");
    pass(plan.load().warmUp(), recorder);

    progress.phase("measuring");
    long from = clock.now();
    crowd.measure(from, Long.MAX_VALUE);
    publisher.measureFrom(from);
    acks.measuring(true);
    recorder.beginMeasuring();
    Recorder.Mark begin = recorder.mark();
    measure(crowd, recorder, publisher, target.base());
    // Known to all before it comes, so that all agree on which events are meant.
    long until = clock.now() + SOON_NANOS;
    crowd.measure(from, until);
    passUntil(clock.nanoTime(until), recorder);
    Recorder.Mark end = recorder.mark();
    acks.measuring(false);

    publisher.stop();
    publishing.join();
    progress.phase("waiting for what is under way");
    crowd.release();
    await(recorder, () -> target.outstanding() == 0);
    await(recorder, () -> crowd.incomplete() == 0);
    recorder.poll();
    int open = recorder.open();
    progress.phase("checking");
    Ending ending = crowd.finish();
    if (recorder.opened() == 0) {
      throw closed(recorder);
    }
    return new Outcome(plan, recorder, acks, publisher, watch, started, environment, from, until)
        .result(before, begin, end, ending, open, cutOff, steps, notes);
  }

  private int steady() {
    Plan.Disturbances disturbances = plan.disturbances();
    int viewers = plan.load().viewers();
    return viewers
        - (int) Math.round(viewers * disturbances.slowShare())
        - (int) Math.round(viewers * disturbances.flakyShare());
  }

  private void layDown(Publisher publisher, Target target) throws RunFailed, InterruptedException {
    int backlog = plan.disturbances().backlog();
    if (backlog > 0) {
      progress.phase("publishing a backlog of %d events".formatted(backlog));
      publisher.layDown(backlog);
      awaitQuietly(() -> target.outstanding() == 0);
      if (acks.stored() < backlog) {
        throw new RunFailed(
            "%d of %d events of the backlog were stored; refused: %s"
                .formatted(acks.stored(), backlog, acks.refusal()));
      }
    }
  }

  private void letIn(Crowd crowd, Recorder recorder) throws RunFailed, InterruptedException {
    Plan.Load load = plan.load();
    int viewers = load.viewers();
    int first = load.ramp() == Plan.Ramp.VIEWERS ? viewers / load.steps() : viewers;
    if (first == 0) {
      return;
    }
    progress.phase("connecting %d viewers".formatted(first));
    admit(crowd, 0, first);
    await(recorder, () -> recorder.open() + recorder.stopped() >= first);
    if (recorder.opened() == 0) {
      throw closed(recorder);
    }
    if (recorder.open() < first) {
      note(
          "%d of %d viewers had an open feed when measuring began"
              .formatted(recorder.open(), first));
    }
  }

  private RunFailed closed(Recorder recorder) {
    return new RunFailed(
        "no viewer could open a feed at %s: %s"
            .formatted(plan.settings().text(Knob.URL), recorder.closes()));
  }

  /** Viewers by their number: slow ones first, then flaky ones, then steady ones, well mixed. */
  private void admit(Crowd crowd, int first, int count) {
    int slow = (int) Math.round(count * plan.disturbances().slowShare());
    int flaky = (int) Math.round(count * plan.disturbances().flakyShare());
    admit(crowd, Cohort.SLOW, first, slow, Beginning.LATEST, 0);
    admit(crowd, Cohort.FLAKY, first + slow, flaky, Beginning.LATEST, 0);
    admit(crowd, Cohort.STEADY, first + slow + flaky, count - slow - flaky, Beginning.LATEST, 0);
  }

  private void admit(
      Crowd crowd, Cohort cohort, int first, int count, Beginning beginning, long behind) {
    if (count > 0) {
      crowd.admit(
          new Admission(
              cohort,
              first,
              count,
              plan.load().connectRate(),
              beginning,
              behind,
              plan.load().filter(),
              plan.disturbances().slowBytes(),
              plan.disturbances().dropEvery().toMillis()));
    }
  }

  private void publish(Publisher publisher) {
    Plan.Load load = plan.load();
    if (load.rate() > 0) {
      double share = load.ramp() == Plan.Ramp.RATE ? 1.0 / load.steps() : 1;
      publisher.run(load.rate() * share, load.burst());
    }
  }

  private void measure(Crowd crowd, Recorder recorder, Publisher publisher, long base)
      throws InterruptedException {
    int replayers = plan.disturbances().replayers();
    admit(crowd, Cohort.REPLAY, plan.load().viewers(), replayers, Beginning.BEHIND, base);
    long start = System.nanoTime();
    Timeline timeline = new Timeline();
    for (int storm = 1; storm <= plan.disturbances().storms(); storm++) {
      int number = storm;
      timeline.at(plan.disturbances().stormEvery().multipliedBy(storm), () -> storm(crowd, number));
    }
    ramp(timeline, crowd, recorder, publisher);
    timeline.run(start, plan.load().duration(), until -> passUntil(until, recorder), stopped);
    await(recorder, () -> recorder.caughtUp(0).size() >= replayers);
    for (Map.Entry<Integer, Integer> storm : cutOff.entrySet()) {
      await(recorder, () -> recorder.caughtUp(storm.getKey()).size() >= storm.getValue());
    }
  }

  private void storm(Crowd crowd, int number) {
    int cut = crowd.cut(plan.disturbances().stormShare(), plan.disturbances().away());
    cutOff.put(number, cut);
    note("storm %d: %d viewers cut off".formatted(number, cut));
  }

  private void ramp(Timeline timeline, Crowd crowd, Recorder recorder, Publisher publisher) {
    Plan.Load load = plan.load();
    if (load.ramp() == Plan.Ramp.NONE) {
      return;
    }
    Duration length = load.duration().dividedBy(load.steps());
    for (int step = 1; step <= load.steps(); step++) {
      int done = step;
      timeline.at(length.multipliedBy(step), () -> step(done, crowd, recorder, publisher));
    }
  }

  /** Ends a step, and begins the next one if there is one. */
  private void step(int done, Crowd crowd, Recorder recorder, Publisher publisher) {
    Plan.Load load = plan.load();
    int part = load.viewers() / load.steps();
    boolean viewers = load.ramp() == Plan.Ramp.VIEWERS;
    var latency = recorder.step();
    double seconds = load.duration().toNanos() / NANOS / load.steps();
    String label =
        viewers
            ? "%d viewers".formatted(recorder.open())
            : "%.1f events/s".formatted(load.rate() * done / load.steps());
    steps.add(new Step(label, latency.count() / seconds, latency));
    if (done < load.steps()) {
      if (viewers) {
        int last = done + 1 == load.steps() ? load.viewers() - part * done : part;
        admit(crowd, part * done, last);
      } else {
        publisher.rate(load.rate() * (done + 1) / load.steps());
      }
    }
  }

  private void note(String note) {
    notes.add(note);
    progress.note(note);
  }

  private void pass(Duration time, Recorder recorder) throws InterruptedException {
    passUntil(System.nanoTime() + time.toNanos(), recorder);
  }

  private void passUntil(long nanoTime, Recorder recorder) throws InterruptedException {
    while (!stopped.getAsBoolean()) {
      long left = nanoTime - System.nanoTime();
      if (left <= 0) {
        return;
      }
      Thread.sleep(Duration.ofNanos(Math.clamp(recorder.nanosLeft(), 1, left)));
      recorder.poll();
    }
  }

  private void await(Recorder recorder, BooleanSupplier condition) throws InterruptedException {
    awaitQuietly(() -> {
      recorder.poll();
      return condition.getAsBoolean();
    });
  }

  private void awaitQuietly(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + plan.disturbances().patience().toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < deadline && !stopped.getAsBoolean()) {
      Thread.sleep(SHORT_MILLIS);
    }
  }
}
