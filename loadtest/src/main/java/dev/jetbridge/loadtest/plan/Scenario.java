package dev.jetbridge.loadtest.plan;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Named runs: each sets a few knobs, and all can be set otherwise. */
public enum Scenario {
  FANOUT("Viewers follow a stream at a fixed rate.", Map.of()),
  RAMP(
      "The number of viewers grows in steps: where does latency begin to climb?",
      Map.ofEntries(
          entry(Knob.VIEWERS, "2000"), entry(Knob.RAMP, "viewers"), entry(Knob.DURATION, "50s"))),
  REPLAY(
      "Cold clients read a backlog from its beginning: how fast does it come?",
      Map.ofEntries(
          entry(Knob.VIEWERS, "0"),
          entry(Knob.RATE, "0"),
          entry(Knob.REPLAYERS, "50"),
          entry(Knob.BACKLOG, "100000"),
          entry(Knob.WARM_UP, "0s"),
          entry(Knob.DURATION, "1s"),
          entry(Knob.PATIENCE, "5m"))),
  STORM(
      "All viewers are cut off at once and come back with their cursors: how long until they have"
          + " caught up?",
      Map.ofEntries(
          entry(Knob.VIEWERS, "1000"), entry(Knob.STORMS, "1"), entry(Knob.STORM_EVERY, "10s"))),
  SLOW(
      "Some viewers hardly read: do the others notice, and does memory stay bounded?",
      Map.ofEntries(entry(Knob.SLOW_SHARE, "10%"), entry(Knob.RATE, "100"))),
  FLAKY(
      "Viewers are cut off at random and resume: does any lose or repeat an event?",
      Map.ofEntries(entry(Knob.FLAKY_SHARE, "100%"), entry(Knob.RATE, "100"))),
  IDLE(
      "Viewers of a silent stream: what does a connection cost?",
      Map.ofEntries(
          entry(Knob.VIEWERS, "5000"), entry(Knob.RATE, "0"), entry(Knob.DURATION, "60s"))),
  MIXED(
      "Everything together: steady, slow, flaky and cold clients, and a storm.",
      Map.ofEntries(
          entry(Knob.RATE, "50"),
          entry(Knob.DURATION, "60s"),
          entry(Knob.BACKLOG, "20000"),
          entry(Knob.REPLAYERS, "10"),
          entry(Knob.SLOW_SHARE, "5%"),
          entry(Knob.SLOW_BYTES, "4KiB"),
          entry(Knob.FLAKY_SHARE, "10%"),
          entry(Knob.STORMS, "1"),
          entry(Knob.STORM_EVERY, "20s"))),
  SOAK(
      "The mixture for hours: does anything grow, or get lost once in a million?",
      Map.ofEntries(
          entry(Knob.DURATION, "8h"),
          entry(Knob.SLOW_SHARE, "2%"),
          entry(Knob.SLOW_BYTES, "4KiB"),
          entry(Knob.FLAKY_SHARE, "5%"),
          entry(Knob.DROP_EVERY, "1m"),
          entry(Knob.STORMS, "48"),
          entry(Knob.STORM_EVERY, "10m")));

  private final String question;

  @SuppressWarnings("ImmutableEnumChecker") // copied
  private final Map<Knob, String> knobs;

  Scenario(String question, Map<Knob, String> knobs) {
    this.question = question;
    this.knobs = Map.copyOf(knobs);
  }

  /** What it is called: {@code fanout}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What it shows. */
  public String question() {
    return question;
  }

  /** The knobs it sets. */
  public Map<Knob, String> knobs() {
    return knobs;
  }

  /** The scenario of this name. */
  public static Optional<Scenario> named(String key) {
    return Arrays.stream(values()).filter(scenario -> scenario.key().equals(key)).findFirst();
  }
}
