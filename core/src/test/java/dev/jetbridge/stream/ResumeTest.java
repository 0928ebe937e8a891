package dev.jetbridge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.stream.StreamShape.Retention;
import dev.jetbridge.testkit.Clause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Resuming")
class ResumeTest {
  private static final Epoch EPOCH = new Epoch("now");
  private static final Instant THEN = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final Instant LAST = Instant.parse("2026-02-02T03:04:05.678Z");

  @Nested
  @DisplayName("without a cursor")
  class WithoutCursor {
    @Test
    @Clause("P-2.2")
    @DisplayName("from latest starts after the last sequence")
    void latest() {
      assertThat(Resume.resolve(new StartPoint.Latest(), state(41, 90), null))
          .isEqualTo(new Resume.From(90, LAST));
    }

    @Test
    @Clause("P-2.2")
    @DisplayName("from earliest claims no earlier gap")
    void earliest() {
      assertThat(Resume.resolve(new StartPoint.Earliest(), state(41, 90), null))
          .isEqualTo(new Resume.FromEarliest(40));
      assertThat(Resume.resolve(new StartPoint.Earliest(), state(0, 0), null))
          .isEqualTo(new Resume.FromEarliest(0));
    }
  }

  @Nested
  @DisplayName("after a cursor")
  class AfterCursor {
    @ParameterizedTest
    @ValueSource(longs = {40, 41, 65, 89, 90})
    @Clause("P-2.2")
    @DisplayName("goes on where everything after it is held")
    void held(long sequence) {
      assertThat(resolve(Cursor.of(sequence), state(41, 90), null))
          .isEqualTo(new Resume.From(sequence, null));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 39})
    @Clause({"P-4.1", "P-4.5"})
    @DisplayName("is refused where the first sequence has passed the one after it")
    void exhausted(long sequence) {
      refused(Gone.RETENTION_EXHAUSTED, Cursor.of(sequence), state(41, 90), null);
    }

    @ParameterizedTest
    @ValueSource(longs = {91, Sequence.MAX})
    @Clause("P-4.3")
    @DisplayName("is refused where it lies above the last sequence")
    void ahead(long sequence) {
      refused(Gone.CURSOR_AHEAD, Cursor.of(sequence), state(41, 90), null);
    }

    @Test
    @Clause("P-2.2")
    @DisplayName("of nothing applied goes on while the stream has lost nothing")
    void nothingApplied() {
      assertThat(resolve(Cursor.of(0), state(1, 90), null)).isEqualTo(new Resume.From(0, null));
      assertThat(resolve(Cursor.of(0), state(0, 0), null)).isEqualTo(new Resume.From(0, null));
      refused(Gone.RETENTION_EXHAUSTED, Cursor.of(0), state(2, 90), null);
    }

    @Test
    @DisplayName("of a stream purged whole goes on at its last sequence alone")
    void purged() {
      assertThat(resolve(Cursor.of(90), state(91, 90), null)).isEqualTo(new Resume.From(90, null));
      refused(Gone.RETENTION_EXHAUSTED, Cursor.of(89), state(91, 90), null);
    }
  }

  @Nested
  @DisplayName("after a cursor that says more of itself")
  class WithIdentity {
    @Test
    @Clause("P-4.3")
    @DisplayName("is refused where it belongs to another incarnation, whatever its sequence")
    void otherEpoch() {
      for (long sequence : new long[] {0, 65, 500}) {
        refused(
            Gone.STREAM_REPLACED,
            new Cursor(sequence, new Epoch("before"), null),
            state(41, 90),
            null);
      }
    }

    @Test
    @Clause("P-4.3")
    @DisplayName("is refused where the event held there is of another time")
    void otherTime() {
      refused(Gone.STREAM_REPLACED, new Cursor(65, EPOCH, THEN), state(41, 90), THEN.plusNanos(1));
    }

    @Test
    @DisplayName("goes on where the event held there is of that time")
    void sameTime() {
      assertThat(resolve(new Cursor(65, EPOCH, THEN), state(41, 90), THEN))
          .isEqualTo(new Resume.From(65, THEN));
    }

    @Test
    @DisplayName("takes no time from the client where the event there is not held")
    void notHeld() {
      assertThat(resolve(new Cursor(65, EPOCH, THEN), state(41, 90), null))
          .isEqualTo(new Resume.From(65, null));
    }
  }

  private static void refused(
      Gone gone, Cursor cursor, StreamState state, @Nullable Instant heldAt) {
    assertThat(resolve(cursor, state, heldAt)).isEqualTo(new Resume.Refused(gone));
  }

  private static Resume resolve(Cursor cursor, StreamState state, @Nullable Instant heldAt) {
    return Resume.resolve(new StartPoint.After(cursor), state, heldAt);
  }

  private static StreamState state(long first, long last) {
    long messages = Math.max(0, last - first + 1);
    StreamShape shape =
        new StreamShape(Retention.LIMITS, Duration.ZERO, 1, false, false, List.of(">"));
    return new StreamState(
        "EVENTS", EPOCH, first, last, last == 0 ? 0 : messages, last == 0 ? null : LAST, shape);
  }
}
