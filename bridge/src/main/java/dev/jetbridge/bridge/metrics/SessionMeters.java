package dev.jetbridge.bridge.metrics;

import dev.jetbridge.bridge.protocol.CloseReason;
import dev.jetbridge.bridge.session.SessionObserver;
import dev.jetbridge.bridge.session.SessionState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what becomes of sessions. Every series exists from the start, so that rates see the first.
 */
public final class SessionMeters implements SessionObserver {
  private final Map<SessionState, LongAdder> states = new EnumMap<>(SessionState.class);
  private final Map<CloseReason, Counter> closes = new EnumMap<>(CloseReason.class);
  private final Map<Resumed, Counter> resumes = new EnumMap<>(Resumed.class);
  private final Counter overruns;
  private final Counter replayed;

  /** Registers the meters. */
  public SessionMeters(MeterRegistry registry) {
    for (SessionState state : SessionState.values()) {
      LongAdder count = new LongAdder();
      states.put(state, count);
      if (state != SessionState.CLOSED) {
        Gauge.builder("jetbridge.sessions", count, LongAdder::sum)
            .description("Sessions by where they stand.")
            .tag("state", word(state))
            .register(registry);
      }
    }
    for (CloseReason reason : CloseReason.values()) {
      closes.put(
          reason,
          Counter.builder("jetbridge.session.closes")
              .description("Sessions that the server closed, by close code and reason.")
              .tag("code", Integer.toString(reason.code()))
              .tag("reason", reason.text())
              .register(registry));
    }
    for (Resumed outcome : Resumed.values()) {
      resumes.put(
          outcome,
          Counter.builder("jetbridge.resume")
              .description("Feeds opened, by what their start point came to.")
              .tag("outcome", word(outcome))
              .register(registry));
    }
    overruns =
        Counter.builder("jetbridge.overruns")
            .description("Live sessions that the window outran and that went back to replaying.")
            .register(registry);
    replayed =
        Counter.builder("jetbridge.replay.events")
            .description("Events read from consumers of single sessions.")
            .register(registry);
  }

  @Override
  public void resumed(Resumed outcome) {
    count(resumes, outcome).increment();
  }

  @Override
  public void moved(SessionState from, SessionState to) {
    count(states, from).decrement();
    count(states, to).increment();
  }

  @Override
  public void overrun() {
    overruns.increment();
  }

  @Override
  public void replayed() {
    replayed.increment();
  }

  @Override
  public void closing(CloseReason reason) {
    count(closes, reason).increment();
  }

  private static <K extends Enum<K>, V> V count(Map<K, V> meters, K key) {
    V meter = meters.get(key);
    if (meter == null) {
      throw new IllegalStateException("no meter found for " + key + ", expected one for each");
    }
    return meter;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
