package dev.jetbridge.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.testkit.Clause;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An epoch")
class EpochTest {
  private static final Instant CREATED = Instant.parse("2026-01-02T03:04:05.678901234Z");

  @Test
  @DisplayName("is the same on every bridge before the same stream")
  void same() {
    assertThat(Epoch.of("EVENTS", CREATED)).isEqualTo(Epoch.of("EVENTS", CREATED));
    // Clients keep it across versions of the bridge: this very value must not change.
    assertThat(Epoch.of("EVENTS", CREATED)).hasToString("cf4c33a179b4844c");
  }

  @Test
  @Clause("P-4.6")
  @DisplayName("differs for a stream of another name or moment")
  void differs() {
    assertThat(Epoch.of("EVENTS", CREATED))
        .isNotEqualTo(Epoch.of("MIRROR", CREATED))
        .isNotEqualTo(Epoch.of("EVENTS", CREATED.plusNanos(1)));
  }

  @Test
  @DisplayName("is read as it was written")
  void roundTrip() {
    Epoch epoch = Epoch.of("EVENTS", CREATED);

    assertThat(Epoch.parse(epoch.toString())).contains(epoch);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a\n", "é", "a/b", "<script>", "a.b", "%41"})
  @Clause("P-2.5")
  @DisplayName("is not read from other characters")
  void refused(String text) {
    assertThat(Epoch.parse(text)).isEmpty();
    assertThatThrownBy(() -> new Epoch(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Clause("P-2.5")
  @DisplayName("has at most 64 characters")
  void length() {
    assertThat(Epoch.parse("a".repeat(64))).isPresent();
    assertThat(Epoch.parse("a".repeat(65))).isEmpty();
  }
}
