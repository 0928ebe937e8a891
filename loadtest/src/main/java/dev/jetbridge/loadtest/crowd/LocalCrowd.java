package dev.jetbridge.loadtest.crowd;

import dev.jetbridge.loadtest.adapter.ResumePoint;
import dev.jetbridge.loadtest.measure.Latencies;
import dev.jetbridge.loadtest.measure.Spread;
import dev.jetbridge.loadtest.net.Transport;
import dev.jetbridge.loadtest.oracle.Audience;
import dev.jetbridge.loadtest.oracle.Kind;
import dev.jetbridge.loadtest.oracle.Violation;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Viewers in this process, spread over its event loops. */
public final class LocalCrowd implements Crowd {
  private final Stage stage;
  private final Dialer dialer;
  private final MultiThreadIoEventLoopGroup group;
  private final List<LoopSide> sides = new ArrayList<>();
  private final Map<String, Audience> audiences = new HashMap<>();
  private int admitted;
  private int storms;

  /** A crowd of nobody, on this many threads. */
  public LocalCrowd(Stage stage, int loops) {
    this.stage = stage;
    this.dialer = new Dialer(stage);
    this.group = Transport.loops(loops, "viewers");
    for (EventExecutor loop : group) {
      sides.add(new LoopSide((EventLoop) loop, stage));
    }
    onEach(side -> {
      side.start();
      return side;
    });
  }

  @Override
  public void sent(long fingerprint, int subject) {
    stage.truth().sent(fingerprint, subject);
  }

  @Override
  public void acknowledged(long seq, long fingerprint, int subject) {
    stage.truth().acknowledged(seq, fingerprint, subject);
  }

  @Override
  public void admit(Admission admission) {
    for (int index = 0; index < admission.count(); index++) {
      int number = admission.first() + index;
      LoopSide side = sides.get(admitted++ % sides.size());
      Audience audience = audience(admission.filter(), number);
      long delay = (long) (index * 1e9 / admission.perSecond());
      side.loop()
          .schedule(() -> enter(side, admission, number, audience), delay, TimeUnit.NANOSECONDS);
    }
  }

  private void enter(LoopSide side, Admission admission, int number, Audience audience) {
    Pacing pacing =
        new Pacing(admission.cohort(), admission.bytesPerSecond(), admission.dropEveryMillis());
    Viewer viewer =
        new Viewer(
            side, dialer, admission.cohort(), number, audience, beginning(admission), pacing);
    side.viewers().add(viewer);
    viewer.enter();
  }

  private ResumePoint beginning(Admission admission) {
    return switch (admission.beginning()) {
      case EARLIEST -> new ResumePoint.Earliest();
      case BEHIND -> new ResumePoint.After(admission.behind(), null, null);
      case LATEST ->
          stage.tellsWhereItBegins()
              ? new ResumePoint.Latest()
              : new ResumePoint.After(stage.truth().settled(), null, null);
    };
  }

  private Audience audience(String template, int number) {
    if (template.isEmpty()) {
      return Audience.ALL;
    }
    int subjects = stage.subjects().size();
    String filters =
        template
            .replace("{viewer}", String.valueOf(number))
            .replace("{subject}", String.valueOf(number % subjects));
    return audiences.computeIfAbsent(
        filters, key -> Audience.of(List.of(key.split(",", -1)), stage.subjects()));
  }

  @Override
  public int cut(double share, Duration away) {
    int storm = ++storms;
    return onEach(side -> cut(side, share, away, storm)).stream().mapToInt(Integer::intValue).sum();
  }

  private static int cut(LoopSide side, double share, Duration away, int storm) {
    List<Viewer> steady =
        side.viewers().stream().filter(viewer -> viewer.isSteady() && viewer.isOpen()).toList();
    List<Viewer> chosen = steady.subList(0, (int) Math.round(share * steady.size()));
    chosen.forEach(viewer -> viewer.cut(away.toMillis(), storm));
    return chosen.size();
  }

  @Override
  public void measure(long from, long until) {
    onEach(side -> {
      side.tally().measure(from, until);
      return side;
    });
  }

  @Override
  public Interval poll() {
    return Interval.sum(onEach(LoopSide::interval), Latencies::histogram);
  }

  @Override
  public int incomplete() {
    return onEach(side -> (int) side.viewers().stream().filter(Viewer::isIncomplete).count())
        .stream()
        .mapToInt(Integer::intValue)
        .sum();
  }

  @Override
  public void release() {
    onEach(side -> {
      side.viewers().forEach(Viewer::release);
      return side;
    });
  }

  @Override
  public Ending finish() {
    return Ending.sum(onEach(LocalCrowd::ending));
  }

  private static Ending ending(LoopSide side) {
    side.viewers().forEach(Viewer::leave);
    long owed = 0;
    long delivered = 0;
    for (Viewer viewer : side.viewers()) {
      owed += viewer.settle();
      delivered += viewer.delivered();
    }
    Map<Kind, Long> violations = new EnumMap<>(Kind.class);
    violations.putAll(side.findings().counts());
    List<Violation> samples = side.findings().samples();
    Spread spread = side.tally().spread();
    return new Ending(
        owed,
        delivered,
        side.tally().goneCount(),
        side.tally().stoppedCount(),
        violations,
        samples,
        spread);
  }

  private <T> List<T> onEach(Function<LoopSide, T> work) {
    List<CompletableFuture<T>> results = new ArrayList<>();
    for (LoopSide side : sides) {
      results.add(CompletableFuture.supplyAsync(() -> work.apply(side), side.loop()));
    }
    return results.stream().map(CompletableFuture::join).toList();
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
  }
}
