package dev.jetbridge.loadtest.floor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("The bare floor")
@Timeout(60)
class FloorIT {
  @Test
  @DisplayName("costs something for each write, and less for each frame the more share one")
  void frames() throws IOException, InterruptedException {
    try (Floor floor = new Floor(20, 380)) {
      FloorPoint one = floor.measure(1, 100, Duration.ofMillis(500));
      FloorPoint sixteen = floor.measure(16, 100, Duration.ofMillis(500));
      assertThat(one.cpuMicrosPerFrame()).isPositive();
      assertThat(sixteen.cpuMicrosPerFrame()).isLessThan(one.cpuMicrosPerFrame());
      assertThat(one.roundMicros()).isPositive();
    }
  }
}
