package dev.jetbridge.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.testkit.Clause;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A sequence")
class SequenceTest {
  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "9", "10", "1234567890", "9007199254740991"})
  @Clause("P-2.2")
  @DisplayName("is read from 0 or digits without a leading zero, up to 2^53-1")
  void read(String text) {
    assertThat(Sequence.parse(text)).hasValue(Long.parseLong(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "00",
        "01",
        "-1",
        "+1",
        "1 ",
        " 1",
        "1.0",
        "1e3",
        "0x1",
        "9007199254740992",
        "9999999999999999",
        "10000000000000000",
        "99999999999999999999999",
        "١",
        "１",
        "latest",
        "1_000",
        "1\n"
      })
  @Clause("P-2.5")
  @DisplayName("is not read from anything else")
  void refused(String text) {
    assertThat(Sequence.parse(text)).isEmpty();
  }

  @Test
  @DisplayName("is read as it was written")
  void roundTrip() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      long value = random.nextLong(Sequence.MAX + 1) >> random.nextInt(53);
      assertThat(Sequence.parse(Long.toString(value))).hasValue(value);
    }
  }

  @Test
  @DisplayName("of the program's own lies between 0 and 2^53-1")
  void required() {
    assertThat(Sequence.require(0)).isZero();
    assertThat(Sequence.require(Sequence.MAX)).isEqualTo((1L << 53) - 1);
    assertThatThrownBy(() -> Sequence.require(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
    assertThatThrownBy(() -> Sequence.require(Sequence.MAX + 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
