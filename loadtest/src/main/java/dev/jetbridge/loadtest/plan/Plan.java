package dev.jetbridge.loadtest.plan;

import dev.jetbridge.loadtest.publish.EventTemplate;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run, every value of it checked.
 *
 * @param shown the values as a report shows them
 */
public record Plan(
    String name,
    Scenario scenario,
    Target target,
    Load load,
    Disturbances disturbances,
    Generator generator,
    Settings settings,
    Map<String, String> shown) {

  /** The dialects that are spoken. */
  public enum Dialect {
    JETBRIDGE,
    PLAIN,
    NATS,
    CENTRIFUGO,
    SSE;

    /** Whether a viewer can ask for several filters at once. */
    boolean takesUnions() {
      return this == JETBRIDGE || this == PLAIN;
    }
  }

  /** What grows over a run. */
  public enum Ramp {
    NONE,
    VIEWERS,
    RATE
  }

  /**
   * What is measured.
   *
   * @param urls one or more, all of one scheme
   */
  public record Target(
      List<URI> urls,
      Dialect dialect,
      String token,
      @Nullable Path caFile,
      String natsUrl,
      String stream,
      List<String> subjects,
      String channel,
      String apiUrl,
      String apiKey) {}

  /**
   * What is published, and who follows it.
   *
   * @param rate events a second, 0 for none
   */
  public record Load(
      int viewers,
      int connectRate,
      double rate,
      int burst,
      int bytes,
      String filter,
      Duration warmUp,
      Duration duration,
      Ramp ramp,
      int steps) {}

  /** What happens besides; shares are 0 to 1. */
  public record Disturbances(
      int backlog,
      int replayers,
      int storms,
      double stormShare,
      Duration stormEvery,
      Duration away,
      double slowShare,
      int slowBytes,
      double flakyShare,
      Duration dropEvery,
      Duration patience) {}

  /** What the load comes from; a pid is 0 where it is to be found. */
  public record Generator(int processes, int loops, int sources, int bridgePid, int brokerPid) {}

  /** Reads the settings. */
  public static Plan of(String name, Scenario scenario, Settings settings) throws InvalidPlan {
    Plan plan =
        new Plan(
            name,
            scenario,
            target(settings),
            load(settings),
            disturbances(settings),
            new Generator(
                settings.whole(Knob.PROCESSES, 1, 64),
                settings.whole(Knob.LOOPS, 1, 64),
                settings.whole(Knob.SOURCES, 0, 250),
                settings.whole(Knob.BRIDGE_PID, 0, 999_999_999),
                settings.whole(Knob.BROKER_PID, 0, 999_999_999)),
            settings,
            settings.shown());
    plan.check(settings);
    return plan;
  }

  private void check(Settings settings) throws InvalidPlan {
    if (disturbances.replayers > 0 && disturbances.backlog == 0) {
      throw settings.wrong(Knob.BACKLOG, "1 or more, since there are replayers");
    }
    if (load.viewers + disturbances.replayers == 0) {
      throw settings.wrong(Knob.VIEWERS, "1 or more, or replayers");
    }
    if (load.filter.indexOf(',') >= 0 && !target.dialect.takesUnions()) {
      throw settings.wrong(
          Knob.FILTER, "one filter, since adapter %s takes no more".formatted(key(target.dialect)));
    }
    if (disturbances.slowShare + disturbances.flakyShare > 1) {
      throw settings.wrong(Knob.SLOW_SHARE, "no more than 100% together with flaky-share");
    }
    Duration storms = disturbances.stormEvery.multipliedBy(disturbances.storms);
    if (storms.compareTo(load.duration) > 0) {
      throw settings.wrong(Knob.STORMS, "as many as fit into the duration");
    }
  }

  private static Target target(Settings settings) throws InvalidPlan {
    Dialect dialect = choice(settings, Knob.ADAPTER, Dialect.values());
    String[] schemes =
        dialect == Dialect.SSE ? new String[] {"http", "https"} : new String[] {"ws", "wss"};
    int count = settings.whole(Knob.SUBJECTS, 1, 100_000);
    String prefix = settings.text(Knob.SUBJECT_PREFIX);
    if (!prefix.matches("[^\\s.*>]+(\\.[^\\s.*>]+)*")) {
      throw settings.wrong(Knob.SUBJECT_PREFIX, "tokens separated by dots");
    }
    List<String> subjects = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      subjects.add(prefix + "." + number);
    }
    String ca = settings.text(Knob.CA_FILE);
    return new Target(
        settings.addresses(Knob.URL, schemes),
        dialect,
        settings.text(Knob.TOKEN),
        ca.isEmpty() ? null : Path.of(ca),
        settings.text(Knob.NATS_URL),
        settings.text(Knob.STREAM),
        List.copyOf(subjects),
        settings.text(Knob.CHANNEL),
        dialect == Dialect.CENTRIFUGO
            ? settings.address(Knob.API_URL, "http", "https").toString()
            : settings.text(Knob.API_URL),
        settings.text(Knob.API_KEY));
  }

  private static Load load(Settings settings) throws InvalidPlan {
    int bytes = settings.bytes(Knob.BYTES);
    if (bytes < EventTemplate.SMALLEST) {
      throw settings.wrong(Knob.BYTES, "%d or more".formatted(EventTemplate.SMALLEST));
    }
    String filter = settings.text(Knob.FILTER);
    if (!filter.isEmpty() && !filter.matches("[^\\s,]+(,[^\\s,]+)*")) {
      throw settings.wrong(Knob.FILTER, "subject filters with commas between them");
    }
    return new Load(
        settings.whole(Knob.VIEWERS, 0, 1_000_000),
        settings.whole(Knob.CONNECT_RATE, 1, 1_000_000),
        settings.number(Knob.RATE, 0, 1_000_000),
        settings.whole(Knob.BURST, 1, 100_000),
        bytes,
        filter,
        settings.duration(Knob.WARM_UP),
        settings.duration(Knob.DURATION),
        choice(settings, Knob.RAMP, Ramp.values()),
        settings.whole(Knob.STEPS, 1, 1_000));
  }

  private static Disturbances disturbances(Settings settings) throws InvalidPlan {
    return new Disturbances(
        settings.whole(Knob.BACKLOG, 0, 100_000_000),
        settings.whole(Knob.REPLAYERS, 0, 1_000_000),
        settings.whole(Knob.STORMS, 0, 10_000),
        settings.share(Knob.STORM_SHARE),
        settings.duration(Knob.STORM_EVERY),
        settings.duration(Knob.AWAY),
        settings.share(Knob.SLOW_SHARE),
        settings.bytes(Knob.SLOW_BYTES),
        settings.share(Knob.FLAKY_SHARE),
        settings.duration(Knob.DROP_EVERY),
        settings.duration(Knob.PATIENCE));
  }

  private static <E extends Enum<E>> E choice(Settings settings, Knob knob, E[] choices)
      throws InvalidPlan {
    List<String> names = new ArrayList<>();
    for (E choice : choices) {
      String name = key(choice);
      if (name.equals(settings.text(knob))) {
        return choice;
      }
      names.add(name);
    }
    throw settings.wrong(knob, "one of " + String.join(", ", names));
  }

  private static String key(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }
}
