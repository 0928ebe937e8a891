package dev.jetbridge.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.client.Reconnection.Spell;
import dev.jetbridge.client.Reconnection.Verdict;
import dev.jetbridge.testkit.Clause;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("After a connection has ended")
class ReconnectionTest {
  private static final Ending LOST = new Ending.Unreachable("lost");
  private static final Spell NEVER_OPEN = new Spell(null, false, false, null);
  private static final Spell SHORT = new Spell(Duration.ofMillis(5), false, false, null);
  private static final Spell FRUITFUL = new Spell(Duration.ofMillis(5), true, false, null);
  private static final Duration BASE = Duration.ofMillis(500);

  /** Draws the highest delay there is. */
  private static final RandomGenerator HIGHEST =
      new RandomGenerator() {
        @Override
        public long nextLong() {
          throw new AssertionError("expected a bounded draw");
        }

        @Override
        public long nextLong(long bound) {
          return bound - 1;
        }
      };

  private final Reconnection patient =
      new Reconnection(
          new Patience(Duration.ofDays(1), null),
          new BackOff(BASE, Duration.ofSeconds(30)),
          HIGHEST,
          0);

  private static Duration delay(Verdict verdict) {
    return ((Verdict.Again) verdict).delay();
  }

  private static Failure failure(Verdict verdict) {
    return ((Verdict.Over) verdict).failure();
  }

  @Nested
  @DisplayName("the delay")
  class Delay {
    @Test
    @Clause("P-9")
    @DisplayName("doubles its ceiling while nothing comes of it, up to the cap")
    void doubles() {
      assertThat(delay(patient.after(LOST, NEVER_OPEN, 0))).hasMillis(1000);
      assertThat(delay(patient.after(LOST, NEVER_OPEN, 0))).hasMillis(2000);
      assertThat(delay(patient.after(LOST, SHORT, 0))).hasMillis(4000);
      for (int i = 0; i < 100; i++) {
        assertThat(delay(patient.after(LOST, SHORT, 0))).isLessThanOrEqualTo(BASE.multipliedBy(60));
      }
      assertThat(delay(patient.after(LOST, SHORT, 0))).hasSeconds(30);
    }

    @Test
    @DisplayName("is drawn from nothing to the ceiling, so that clients come back spread out")
    void spread() {
      Reconnection random =
          new Reconnection(
              Patience.DEFAULT, BackOff.DEFAULT, RandomGenerator.of("L64X128MixRandom"), 0);
      long below = 0;
      for (int i = 0; i < 1000; i++) {
        Duration delay = delay(random.after(LOST, FRUITFUL, 0));
        assertThat(delay).isBetween(Duration.ZERO, BASE);
        below += delay.toMillis() < 250 ? 1 : 0;
      }
      assertThat(below).isBetween(400L, 600L);
    }

    @Test
    @DisplayName("starts anew after a connection that brought something")
    void progress() {
      patient.after(LOST, NEVER_OPEN, 0);
      patient.after(LOST, NEVER_OPEN, 0);
      assertThat(delay(patient.after(LOST, FRUITFUL, 0))).isEqualTo(BASE);
      assertThat(patient.attempt()).isEqualTo(1);
    }

    @Test
    @DisplayName("starts anew after a connection that lasted, but not after one that just opened")
    void uptime() {
      patient.after(LOST, NEVER_OPEN, 0);
      assertThat(delay(patient.after(LOST, SHORT, 0))).hasMillis(2000);
      Spell lasted = new Spell(Reconnection.PROVEN, false, false, null);
      assertThat(delay(patient.after(LOST, lasted, 0))).isEqualTo(BASE);
    }

    @ParameterizedTest
    @Clause("P-9")
    @DisplayName("is short after a normal close, and grows when that is all the server does")
    @ValueSource(ints = {1000, 1001, 1012, 4408, 4401})
    void normal(int code) {
      Ending closed = new Ending.Closed(code, "");
      assertThat(delay(patient.after(closed, FRUITFUL, 0))).isEqualTo(BASE);
      assertThat(delay(patient.after(closed, SHORT, 0))).isEqualTo(BASE);
      assertThat(delay(patient.after(closed, SHORT, 0))).isEqualTo(BASE.multipliedBy(2));
    }

    @Test
    @Clause("P-6.6")
    @DisplayName("is what the server's goaway named, if the close comes earlier")
    void given() {
      Spell sentAway = new Spell(Duration.ofSeconds(60), true, false, Duration.ofSeconds(7));
      assertThat(delay(patient.after(new Ending.Closed(1001, ""), sentAway, 0))).hasSeconds(7);
      assertThat(delay(patient.after(LOST, sentAway, 0))).hasSeconds(7);
    }

    @Test
    @Clause("P-6.6")
    @DisplayName("is none if the goaway's moment has come")
    void now() {
      assertThat(delay(patient.after(new Ending.SentAway(), FRUITFUL, 0))).isZero();
    }

    @Test
    @Clause("P-6.6")
    @DisplayName("grows if being sent away is all that ever comes")
    void sentAwayAgain() {
      assertThat(delay(patient.after(new Ending.SentAway(), SHORT, 0))).isEqualTo(BASE);
      assertThat(delay(patient.after(new Ending.SentAway(), SHORT, 0)))
          .isEqualTo(BASE.multipliedBy(2));
      assertThat(delay(patient.after(new Ending.SentAway(), FRUITFUL, 0))).isZero();
    }
  }

  @Nested
  @DisplayName("a refusal")
  class Refused {
    @ParameterizedTest
    @Clause("P-2.6")
    @DisplayName("for want of room is tried again, not before the server said and not as one")
    @ValueSource(ints = {429, 503})
    void room(int status) {
      assertThat(delay(patient.after(refused(status, Duration.ofSeconds(20)), NEVER_OPEN, 0)))
          .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(21));
    }

    @Test
    @DisplayName("cannot send a client away for hours")
    void bounded() {
      assertThat(delay(patient.after(refused(503, Duration.ofDays(9)), NEVER_OPEN, 0)))
          .isLessThan(Reconnection.MAX_RETRY_AFTER.plusSeconds(2));
    }

    @ParameterizedTest
    @DisplayName("by what stands in between is tried again")
    @ValueSource(ints = {408, 500, 502, 504})
    void between(int status) {
      assertThat(patient.after(refused(status, null), NEVER_OPEN, 0))
          .isInstanceOf(Verdict.Again.class);
    }

    @ParameterizedTest
    @Clause("P-2.6")
    @DisplayName("of what was asked for ends the feed")
    @ValueSource(ints = {200, 301, 400, 401, 403, 404, 405, 413, 414, 426, 431, 501, 505})
    void forGood(int status) {
      Verdict verdict = patient.after(refused(status, null), NEVER_OPEN, 0);
      assertThat(failure(verdict).kind()).isEqualTo(Failure.Kind.REFUSED);
      assertThat(failure(verdict).message()).contains("HTTP " + status);
    }

    @Test
    @Clause("P-9")
    @DisplayName("of a token is tried again with another one")
    void freshToken() {
      Spell fresh = new Spell(null, false, true, null);
      assertThat(patient.after(refused(401, null), fresh, 0)).isInstanceOf(Verdict.Again.class);
    }

    @Test
    @Clause("P-9")
    @DisplayName("of a token that lapsed on an open feed is tried again for a while")
    void lapsed() {
      patient.after(new Ending.Closed(4401, "token-expired"), FRUITFUL, 0);
      long late = Reconnection.TOKEN_PATIENCE.toNanos() - 1;
      assertThat(patient.after(refused(401, null), NEVER_OPEN, late))
          .isInstanceOf(Verdict.Again.class);
      assertThat(failure(patient.after(refused(401, null), NEVER_OPEN, late + 1)).kind())
          .isEqualTo(Failure.Kind.REFUSED);
    }

    private static Ending refused(int status, @Nullable Duration retryAfter) {
      return new Ending.Refused(status, retryAfter, null);
    }
  }

  @Nested
  @DisplayName("the feed is over")
  class Over {
    @ParameterizedTest
    @Clause("P-9")
    @DisplayName("if the close says that coming back is of no use")
    @ValueSource(ints = {1002, 1003, 1007, 1008, 1009, 4403, 4000, 4999})
    void stop(int code) {
      Verdict verdict = patient.after(new Ending.Closed(code, "why"), FRUITFUL, 0);
      assertThat(failure(verdict))
          .isEqualTo(new Failure(Failure.Kind.REFUSED, "closed with " + code + " why"));
    }

    @Test
    @Clause("P-9")
    @DisplayName("if the cursor is gone")
    void gone() {
      Verdict verdict = patient.after(new Ending.Closed(4410, ""), FRUITFUL, 0);
      assertThat(failure(verdict).kind()).isEqualTo(Failure.Kind.CURSOR_GONE);
    }

    @Test
    @DisplayName("if the server cannot be trusted")
    void broken() {
      Verdict verdict = patient.after(new Ending.Broken("seq 1 found"), FRUITFUL, 0);
      assertThat(failure(verdict).kind()).isEqualTo(Failure.Kind.BAD_DATA);
    }

    @Test
    @DisplayName("if there was never a token, but not if it is just being renewed")
    void token() {
      Ending none = new Ending.NoToken("no file");
      assertThat(failure(patient.after(none, NEVER_OPEN, 0)).kind())
          .isEqualTo(Failure.Kind.REFUSED);
      patient.after(LOST, FRUITFUL, 0);
      assertThat(patient.after(none, NEVER_OPEN, 0)).isInstanceOf(Verdict.Again.class);
    }
  }

  @Nested
  @DisplayName("patience")
  class Limits {
    private final Reconnection hasty =
        new Reconnection(
            new Patience(Duration.ofSeconds(15), Duration.ofSeconds(5)),
            BackOff.DEFAULT,
            HIGHEST,
            0);

    @Test
    @DisplayName("with a server that was never there ends after its time, with one last attempt")
    void first() {
      assertThat(delay(hasty.after(LOST, NEVER_OPEN, seconds(0)))).hasSeconds(1);
      assertThat(delay(hasty.after(LOST, NEVER_OPEN, seconds(14)))).hasSeconds(1);
      Failure failure = failure(hasty.after(LOST, NEVER_OPEN, seconds(15)));
      assertThat(failure.kind()).isEqualTo(Failure.Kind.UNREACHABLE);
      assertThat(failure.message()).contains("15 s", "lost");
    }

    @Test
    @DisplayName("with an outage begins at its beginning")
    void outage() {
      assertThat(delay(hasty.after(LOST, FRUITFUL, seconds(3600)))).isPositive();
      assertThat(delay(hasty.after(LOST, NEVER_OPEN, seconds(3604)))).hasSeconds(1);
      assertThat(failure(hasty.after(LOST, NEVER_OPEN, seconds(3605))).kind())
          .isEqualTo(Failure.Kind.UNREACHABLE);
    }

    @Test
    @DisplayName("has no end after a first success unless told so")
    void endless() {
      Reconnection usual = new Reconnection(Patience.DEFAULT, BackOff.DEFAULT, HIGHEST, 0);
      usual.after(LOST, SHORT, 0);
      assertThat(usual.after(LOST, NEVER_OPEN, Duration.ofDays(365).toNanos()))
          .isInstanceOf(Verdict.Again.class);
    }

    private static long seconds(long seconds) {
      return Duration.ofSeconds(seconds).toNanos();
    }
  }
}
