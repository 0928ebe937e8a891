package dev.jetbridge.bridge.metrics;

import dev.jetbridge.bridge.protocol.ProblemType;
import dev.jetbridge.bridge.server.Handshakes;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/** Times how connections end their time before a session. Thread-safe. */
public final class HandshakeMeters implements Handshakes {
  private final MeterRegistry registry;
  private final ConcurrentMap<String, Timer> timers = new ConcurrentHashMap<>();

  /**
   * Registers the meters of success, of every refusal and of a header that is missing, so that
   * rates see the first.
   */
  public HandshakeMeters(MeterRegistry registry) {
    this.registry = registry;
    timer("opened");
    timer(NO_PROXY_HEADER);
    for (ProblemType refusal : ProblemType.values()) {
      timer(refusal.word());
    }
  }

  @Override
  public void finished(String outcome, long nanos) {
    timer(outcome).record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer timer(String outcome) {
    return timers.computeIfAbsent(
        outcome,
        word ->
            Timer.builder("jetbridge.handshake")
                .description(
                    "Time from accept to the answer of a connection's request, by outcome: opened,"
                        + " preflight, console, abandoned, no-proxy-header, or the problem.")
                .tag("outcome", word)
                .register(registry));
  }
}
