package dev.jetbridge.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.testkit.Benches;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.RunnerException;

@DisplayName("The benchmarks")
class BenchesTest {
  @Test
  @DisplayName("run")
  void run() throws RunnerException {
    assertThat(Benches.runEachForAMoment()).isNotEmpty();
  }
}
