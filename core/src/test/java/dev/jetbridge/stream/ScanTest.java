package dev.jetbridge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.stream.Scan.Step;
import dev.jetbridge.stream.StreamShape.Retention;
import dev.jetbridge.testkit.Clause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A jump in a stream")
class ScanTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration MAX_AGE = Duration.ofMinutes(10);
  private static final long POSITION = 5;
  private static final long BEHIND_THE_JUMP = 8;

  @Nested
  @DisplayName("whose replicas age apart")
  class AgingApart {
    @Test
    @DisplayName("is believed at once where the position is young")
    void young() {
      assertThat(judged(NOW.minusSeconds(60), NOW, NOW)).isInstanceOf(Step.Deliver.class);
    }

    @Test
    @DisplayName("is proved once more, later, where the position is old")
    void old() {
      assertThat(judged(NOW.minus(MAX_AGE), NOW, NOW)).isEqualTo(provedLater(NOW));
    }

    @Test
    @Clause("P-4.1")
    @DisplayName("is proved once more where the position is old by the broker's clock alone")
    void clockBehind() {
      Instant behind = NOW.minusSeconds(3600);

      assertThat(judged(NOW.minus(MAX_AGE), behind, NOW)).isEqualTo(provedLater(behind));
    }

    @Test
    @DisplayName("is judged by the bridge's clock where the stream has not grown for long")
    void idleStream() {
      assertThat(judged(NOW.minus(MAX_AGE), NOW, NOW.minus(MAX_AGE))).isEqualTo(provedLater(NOW));
    }
  }

  private static Step provedLater(Instant arrived) {
    return new Step.Prove(arrived.plus(Scan.AGE_MARGIN));
  }

  /**
   * What comes of a message behind a jump, once the stream's state was read.
   *
   * @param positionTime the broker's time of the position
   * @param now by the bridge's clock
   * @param lastTime the broker's time of the stream's last message
   */
  private static Step judged(Instant positionTime, Instant now, @Nullable Instant lastTime) {
    StreamShape shape = new StreamShape(Retention.LIMITS, MAX_AGE, 3, false, false, List.of(">"));
    Scan scan = new Scan(POSITION, positionTime, true, true, shape);
    StreamMessage message =
        new StreamMessage(BEHIND_THE_JUMP, "s", positionTime, Map.of(), new byte[0]);
    scan.arrived(List.of(new Delivery.Message(message, 1, 0)), now);
    assertThat(scan.next(now)).isEqualTo(new Step.Prove(now));
    Scan.Probe probe = scan.probe(now);
    scan.proved(
        probe, new StreamState("S", new Epoch("e"), 1, BEHIND_THE_JUMP, 6, lastTime, shape));
    return scan.next(now);
  }
}
