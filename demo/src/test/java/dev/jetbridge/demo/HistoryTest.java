package dev.jetbridge.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A history")
class HistoryTest {

  @Test
  @DisplayName("numbers its events from 1, without a hole")
  void numbers() {
    History history = new History(5);
    assertThat(entries(history, 500))
        .extracting(entry -> entry.id().serial())
        .containsExactlyElementsOf(Stream.iterate(1L, n -> n + 1).limit(500).toList());
    assertThat(history.serial()).isEqualTo(500);
  }

  @Test
  @DisplayName("marks the first event of each tick")
  void ticks() {
    assertThat(entries(new History(5), 500))
        .anyMatch(History.Entry::startsTick)
        .anyMatch(entry -> !entry.startsTick())
        .first()
        .matches(History.Entry::startsTick);
  }

  @Nested
  @DisplayName("when the stream holds one already")
  class Continued {

    @ParameterizedTest(name = "after event {0}")
    @ValueSource(ints = {1, 2, 7, 100, 4_999})
    @DisplayName("goes on with the very next event")
    void goesOn(int held) {
      List<History.Entry> whole = entries(new History(8), 5_100);
      EventId last = whole.get(held - 1).id();
      History rest = History.continuing(Optional.of(last), OptionalLong.empty(), 1);
      assertThat(entries(rest, 100)).isEqualTo(whole.subList(held, held + 100));
    }

    @Test
    @DisplayName("begins another where another seed is asked for")
    void otherSeed() {
      Optional<EventId> last = Optional.of(new EventId(8, 100));
      History other = History.continuing(last, OptionalLong.of(9), 1);
      assertThat(other.seed()).isEqualTo(9);
      assertThat(other.serial()).isZero();
    }

    @Test
    @DisplayName("goes on with it where its own seed is asked for")
    void sameSeed() {
      Optional<EventId> last = Optional.of(new EventId(8, 100));
      assertThat(History.continuing(last, OptionalLong.of(8), 1).serial()).isEqualTo(100);
    }
  }

  @Test
  @DisplayName("is a new one where the stream holds none")
  void fresh() {
    assertThat(History.continuing(Optional.empty(), OptionalLong.empty(), 77).seed()).isEqualTo(77);
    assertThat(History.continuing(Optional.empty(), OptionalLong.of(3), 77).seed()).isEqualTo(3);
  }

  private static List<History.Entry> entries(History history, int count) {
    return Stream.generate(history::next).limit(count).toList();
  }
}
