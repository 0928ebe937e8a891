package dev.jetbridge.loadtest.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Measuring")
class MeasureTest {
  @Test
  @DisplayName("knows its own process by a port it listens on, and what it uses")
  void processes() throws IOException {
    Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/stat")));
    long pid = ProcessHandle.current().pid();
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(Processes.listeningOn(socket.getLocalPort())).hasValue(pid);
    }
    Processes.Usage usage = Processes.usage(pid).orElseThrow();
    assertThat(usage.cpuNanos()).isPositive();
    assertThat(usage.residentBytes()).isGreaterThan(1 << 20);
    assertThat(Processes.usage(999_999_999)).isEmpty();
  }

  @Test
  @DisplayName("has a clock that agrees with the wall's and goes both ways")
  void clock() {
    RunClock clock = RunClock.set();
    long now = clock.now();
    Instant wall = Instant.now();
    long nanos = TimeUnit.SECONDS.toNanos(wall.getEpochSecond()) + wall.getNano();
    assertThat(Math.abs(nanos - now)).isLessThan(TimeUnit.SECONDS.toNanos(5));
    assertThat(clock.at(clock.nanoTime(now))).isEqualTo(now);
  }

  @Test
  @DisplayName("keeps quantiles in microseconds, and no more than its range")
  void quantiles() {
    Histogram histogram = Latencies.histogram();
    for (int millis = 1; millis <= 1000; millis++) {
      Latencies.record(histogram, TimeUnit.MILLISECONDS.toNanos(millis));
    }
    Latencies.record(histogram, -5);
    Latencies.record(histogram, Long.MAX_VALUE);
    Quantiles quantiles = Quantiles.of(histogram);
    assertThat(quantiles.count()).isEqualTo(1002);
    assertThat(quantiles.p50()).isBetween(499_000.0, 501_000.0);
    assertThat(quantiles.p99()).isBetween(989_000.0, 993_000.0);
    assertThat(Quantiles.of(Latencies.histogram()).max()).isZero();
  }

  @Test
  @DisplayName("spreads an event from its first viewer to its last, over threads and processes")
  void spread() {
    Spread one = new Spread();
    one.reached(10, 5_000_000);
    one.reached(10, 7_000_000);
    one.reached(12, 1_000_000);
    Spread two = new Spread();
    two.reached(9, 1_000_000);
    two.reached(10, 2_000_000);
    two.reached(12, 9_000_000);
    Spread all = new Spread();
    all.join(one);
    all.join(Spread.unpacked(two.packed()));
    all.join(new Spread());
    Histogram histogram = all.histogram();
    assertThat(histogram.getTotalCount()).isEqualTo(3);
    assertThat(histogram.getMaxValue() / 1e6).isBetween(7.9, 8.1);
    assertThat(histogram.getValueAtPercentile(60) / 1e6).isBetween(4.9, 5.1);
  }
}
