package dev.jetbridge.bridge.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.jetbridge.bridge.protocol.CloseReason;
import dev.jetbridge.bridge.protocol.Coding;
import dev.jetbridge.bridge.protocol.ProblemType;
import dev.jetbridge.bridge.server.AllocatorUse;
import dev.jetbridge.bridge.server.SessionView;
import dev.jetbridge.bridge.session.ReplayPermits;
import dev.jetbridge.bridge.session.SessionObserver.Resumed;
import dev.jetbridge.bridge.session.SessionState;
import dev.jetbridge.bridge.window.TailListener.ResetCause;
import dev.jetbridge.bridge.window.Upstream;
import dev.jetbridge.bridge.window.Window;
import dev.jetbridge.event.SkipCause;
import dev.jetbridge.testkit.PromTool;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisplayName("metrics")
class MetricsTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  private Metrics metrics;
  private SessionMeters sessions;
  private DeliveryMeters deliveries;
  private HandshakeMeters handshakes;
  private WindowMeters window;
  private SkipMeters skips;
  private LagMeter lag;

  @BeforeEach
  void open() {
    metrics = new Metrics();
    MeterRegistry registry = metrics.registry();
    sessions = new SessionMeters(registry);
    deliveries =
        new DeliveryMeters(metrics, new WallNanos(Clock.fixed(NOON, ZoneOffset.UTC), () -> 0));
    handshakes = new HandshakeMeters(registry);
    window =
        new WindowMeters(
            registry, new Window(16, 1 << 20), () -> new Upstream(true, NOON, false, null, null));
    skips = new SkipMeters(registry);
    lag = new LagMeter(registry);
    ReplayMeters.register(registry, new ReplayPermits(4));
    AllocatorMeters.register(registry, new AllocatorUse());
  }

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  @DisplayName("have the names of the contract, all of them from the start")
  void names() {
    Set<String> names = new TreeSet<>();
    Pattern.compile("(?m)^# TYPE (\\S+) ")
        .matcher(metrics.scrape())
        .results()
        .forEach(type -> names.add(type.group(1)));

    assertThat(names)
        .contains(
            "jetbridge_sessions",
            "jetbridge_session_closes_total",
            "jetbridge_resume_total",
            "jetbridge_events_delivered_total",
            "jetbridge_bytes_sent_total",
            "jetbridge_events_skipped_total",
            "jetbridge_delivery_latency_seconds",
            "jetbridge_session_lag_events",
            "jetbridge_control_delay_seconds",
            "jetbridge_window_floor",
            "jetbridge_window_head",
            "jetbridge_window_events",
            "jetbridge_window_bytes",
            "jetbridge_tail_resets_total",
            "jetbridge_overruns_total",
            "jetbridge_replays_active",
            "jetbridge_replays_waiting",
            "jetbridge_replay_events_total",
            "jetbridge_handshake_seconds",
            "jetbridge_upstream_connected",
            "jetbridge_stream_first_seq",
            "jetbridge_stream_last_seq")
        .anyMatch(name -> name.startsWith("jvm_"))
        .anyMatch(name -> name.startsWith("process_"))
        .anyMatch(name -> name.startsWith("netty_allocator_"));
  }

  @Test
  @DisplayName("count sessions where they stand")
  void sessionStates() {
    sessions.moved(SessionState.CLOSED, SessionState.OPENING);
    sessions.moved(SessionState.CLOSED, SessionState.OPENING);
    sessions.moved(SessionState.OPENING, SessionState.LIVE);

    assertThat(line("jetbridge_sessions{state=\"opening\"}")).isEqualTo("1.0");
    assertThat(line("jetbridge_sessions{state=\"live\"}")).isEqualTo("1.0");

    sessions.moved(SessionState.LIVE, SessionState.CLOSING);
    sessions.moved(SessionState.CLOSING, SessionState.CLOSED);

    assertThat(line("jetbridge_sessions{state=\"live\"}")).isEqualTo("0.0");
    assertThat(metrics.scrape()).doesNotContain("state=\"closed\"");
  }

  @Test
  @DisplayName("count what happened")
  void counts() {
    countSomething();

    assertThat(line("jetbridge_session_closes_total{code=\"4410\",reason=\"retention-exhausted\"}"))
        .isEqualTo("1.0");
    assertThat(line("jetbridge_resume_total{outcome=\"gone\"}")).isEqualTo("1.0");
    assertThat(line("jetbridge_overruns_total")).isEqualTo("1.0");
    assertThat(line("jetbridge_replay_events_total")).isEqualTo("1.0");
    assertThat(line("jetbridge_events_delivered_total")).isEqualTo("4.0");
    assertThat(line("jetbridge_bytes_sent_total")).isEqualTo("1000.0");
    assertThat(line("jetbridge_delivery_latency_seconds_count")).isEqualTo("2");
    assertThat(line("jetbridge_delivery_latency_seconds_bucket{le=\"0.001\"}")).isEqualTo("1");
    assertThat(line("jetbridge_delivery_latency_seconds_bucket{le=\"0.005\"}")).isEqualTo("2");
    assertThat(line("jetbridge_delivery_latency_seconds_sum")).isEqualTo("0.003");
    assertThat(line("jetbridge_control_delay_seconds_count")).isEqualTo("1");
    assertThat(line("jetbridge_tail_resets_total{reason=\"retention\"}")).isEqualTo("1.0");
    assertThat(line("jetbridge_events_skipped_total{cause=\"too-deep\"}")).isEqualTo("1.0");
    assertThat(line("jetbridge_handshake_seconds_count{outcome=\"unauthorized\"}")).isEqualTo("1");
    assertThat(line("jetbridge_session_lag_events_count")).isEqualTo("2");
    assertThat(line("jetbridge_session_lag_events_bucket{le=\"1.0\"}")).isEqualTo("1");
    assertThat(line("jetbridge_upstream_connected")).isEqualTo("1.0");
    assertThat(line("jetbridge_stream_first_seq")).isEqualTo("NaN");
  }

  @Test
  @DisplayName("show what was never refused as zero, so that a rate sees the first")
  void refusalsFromTheStart() {
    for (ProblemType refusal : ProblemType.values()) {
      assertThat(line("jetbridge_handshake_seconds_count{outcome=\"" + refusal.word() + "\"}"))
          .isEqualTo("0");
    }
    assertThat(line("jetbridge_handshake_seconds_count{outcome=\"no-proxy-header\"}"))
        .isEqualTo("0");
  }

  @Test
  @DisplayName("tell what of the process is in memory")
  @EnabledOnOs(OS.LINUX)
  void residentMemory() {
    assertThat(Double.parseDouble(line("process_resident_memory_bytes")))
        .isBetween(10e6, (double) Runtime.getRuntime().maxMemory() * 4);
  }

  @Test
  @DisplayName("carry no label beyond those of the contract")
  void labels() {
    countSomething();
    Set<String> labels = new TreeSet<>();
    Pattern.compile("(?m)^jetbridge_[a-z_]+\\{([^}]*)}")
        .matcher(metrics.scrape())
        .results()
        .flatMap(series -> Stream.of(series.group(1).split(",")))
        .forEach(label -> labels.add(label.substring(0, label.indexOf('='))));

    assertThat(labels).containsExactly("cause", "code", "le", "outcome", "reason", "state");
  }

  @Test
  @DisplayName("are what Prometheus itself calls clean")
  void promtool() {
    PromTool promtool =
        PromTool.find()
            .orElseGet(
                () -> abort("no promtool found in JETBRIDGE_PROMTOOL or PATH: metrics not linted"));
    countSomething();
    assertThat(promtool.complaintsAbout(metrics.scrape())).isEmpty();
  }

  private void countSomething() {
    sessions.closing(CloseReason.RETENTION_EXHAUSTED);
    sessions.resumed(Resumed.GONE);
    sessions.overrun();
    sessions.replayed();
    deliveries.handed(3, 900, NOON.minusMillis(3));
    deliveries.handed(0, 100, null);
    deliveries.handed(1, 0, NOON.plusSeconds(5));
    deliveries.controlDelay(1_500_000);
    window.reset(ResetCause.RETENTION);
    skips.skipped(SkipCause.TOO_DEEP);
    handshakes.finished("unauthorized", 1_000_000);
    lag.sample(List.of(view(0), view(50)));
  }

  /** The value of the one line that begins with this series. */
  private String line(String series) {
    return metrics
        .scrape()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .map(line -> line.substring(series.length() + 1))
        .findFirst()
        .orElseThrow(() -> new AssertionError(series + " not found in\n" + metrics.scrape()));
  }

  private static SessionView view(long behind) {
    return new SessionView(
        "s", "r", "t", List.of(), Coding.PLAIN, SessionState.LIVE, 0, behind, 0, 0, Duration.ZERO);
  }
}
