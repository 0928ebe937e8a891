package dev.jetbridge.bridge.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The wall clock of the hot path")
class WallNanosTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00.000000001Z");

  private Instant wall = NOON;
  private long ticks = Long.MAX_VALUE - 10;
  private final WallNanos clock = new WallNanos(new Settable(), () -> ticks);

  @Test
  @DisplayName("goes on with the other clock, past its overflow too")
  void goesOn() {
    ticks += 1_500;
    assertThat(clock.now()).isEqualTo(WallNanos.of(NOON) + 1_500);
    assertThat(WallNanos.of(NOON)).isEqualTo(1_780_315_200_000_000_001L);
  }

  @Test
  @DisplayName("follows a wall clock that was set, within a second")
  void followsASetClock() {
    wall = NOON.minusSeconds(60);
    ticks += 1_000_000_001;
    assertThat(clock.now()).isEqualTo(WallNanos.of(wall));
    ticks += 5;
    assertThat(clock.now()).isEqualTo(WallNanos.of(wall) + 5);
  }

  private final class Settable extends Clock {
    @Override
    public Instant instant() {
      return wall;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
