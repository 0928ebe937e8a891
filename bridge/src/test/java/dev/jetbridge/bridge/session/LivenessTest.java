package dev.jetbridge.bridge.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.bridge.session.Liveness.Verdict;
import dev.jetbridge.testkit.Clause;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A client with a heartbeat of 25 s and a send timeout of 50 s")
class LivenessTest {
  // A clock that has begun anywhere, and may pass the end of its range.
  private static final long START = Long.MAX_VALUE - Duration.ofSeconds(40).toNanos();

  private final Liveness liveness =
      new Liveness(Duration.ofSeconds(25), Duration.ofSeconds(50), Duration.ofSeconds(20), at(0));

  @Nested
  @Clause("P-7.1")
  @DisplayName("that is idle and answers")
  class Idle {
    @Test
    @DisplayName("is pinged every 25 s, and not looked at in between")
    void isPinged() {
      assertThat(liveness.untilLook(at(0), false)).isEqualTo(Duration.ofSeconds(20));
      for (int second = 20; second <= 220; second += 25) {
        assertThat(liveness.look(at(second), false, true, at(0))).isEqualTo(Verdict.PING);
        assertThat(liveness.untilLook(at(second), false)).isEqualTo(Duration.ofSeconds(25));
        liveness.pong(at(second + 1));
      }
    }
  }

  @Nested
  @Clause("P-7.4")
  @DisplayName("that answers no ping")
  class Silent {
    @Test
    @DisplayName("is dead two heartbeats after the first of them")
    void isDead() {
      assertThat(liveness.look(at(20), false, true, at(0))).isEqualTo(Verdict.PING);
      assertThat(liveness.look(at(45), false, true, at(0))).isEqualTo(Verdict.PING);
      assertThat(liveness.look(at(70), false, true, at(0))).isEqualTo(Verdict.DEAD);
    }

    @Test
    @DisplayName("is not dead while something comes from it")
    void livesByWhatComes() {
      liveness.look(at(20), false, true, at(0));
      liveness.received(at(44));
      liveness.look(at(45), false, true, at(0));
      assertThat(liveness.look(at(70), false, true, at(0))).isEqualTo(Verdict.PING);
      assertThat(liveness.look(at(95), false, true, at(0))).isEqualTo(Verdict.DEAD);
    }

    @Test
    @DisplayName("is not dead while its socket takes events: counted from when they were written")
    void livesByWhatIsTaken() {
      liveness.look(at(20), false, true, at(0));
      liveness.look(at(45), false, true, at(30));
      assertThat(liveness.look(at(70), false, true, at(30))).isEqualTo(Verdict.PING);
      assertThat(liveness.look(at(80), false, true, at(30))).isEqualTo(Verdict.DEAD);
    }
  }

  @Nested
  @Clause("P-7.2")
  @DisplayName("whose socket takes nothing while bytes wait")
  class Stuck {
    @Test
    @DisplayName("is looked at every quarter of a heartbeat, and times out after 50 s")
    void timesOut() {
      assertThat(liveness.untilLook(at(0), true)).isEqualTo(Duration.ofMillis(6_250));
      liveness.look(at(1), true, true, at(0));
      liveness.look(at(26), true, false, at(0));
      assertThat(liveness.look(at(50), true, false, at(0))).isNotEqualTo(Verdict.SEND_TIMEOUT);
      assertThat(liveness.look(at(51), true, false, at(0))).isEqualTo(Verdict.SEND_TIMEOUT);
    }

    @Test
    @DisplayName("has its time again with each byte that is taken")
    void beginsAgain() {
      liveness.look(at(1), true, true, at(0));
      liveness.look(at(40), true, true, at(0));
      assertThat(liveness.look(at(60), true, false, at(0))).isNotEqualTo(Verdict.SEND_TIMEOUT);
      assertThat(liveness.look(at(90), true, false, at(0))).isEqualTo(Verdict.SEND_TIMEOUT);
    }
  }

  private static long at(int second) {
    return START + Duration.ofSeconds(second).toNanos();
  }
}
