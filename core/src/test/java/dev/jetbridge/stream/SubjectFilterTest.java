package dev.jetbridge.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.testkit.Clause;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A subject filter")
class SubjectFilterTest {
  @Nested
  @DisplayName("against brute force over all filters of three tokens")
  class Model {
    private final List<String> filters = FilterModel.filters();

    @Test
    @DisplayName("matches the subjects that NATS says")
    void matches() {
      for (String filter : filters) {
        Set<String> expected = FilterModel.matched(filter);
        for (String subject : FilterModel.subjects()) {
          assertThat(new SubjectFilter(filter).matches(subject))
              .as("%s matches %s", filter, subject)
              .isEqualTo(expected.contains(subject));
        }
      }
    }

    @Test
    @DisplayName("covers another where it matches all that the other does")
    void covers() {
      for (String filter : filters) {
        Set<String> mine = FilterModel.matched(filter);
        for (String other : filters) {
          assertThat(new SubjectFilter(filter).covers(new SubjectFilter(other)))
              .as("%s covers %s", filter, other)
              .isEqualTo(mine.containsAll(FilterModel.matched(other)));
        }
      }
    }

    @Test
    @DisplayName("overlaps another where some subject lies within both")
    void overlaps() {
      for (String filter : filters) {
        Set<String> mine = FilterModel.matched(filter);
        for (String other : filters) {
          assertThat(new SubjectFilter(filter).overlaps(new SubjectFilter(other)))
              .as("%s overlaps %s", filter, other)
              .isEqualTo(!Collections.disjoint(mine, FilterModel.matched(other)));
        }
      }
    }

    @Test
    @DisplayName("joined with another covers both, and is no wider than it must be for two alike")
    void joined() {
      for (String filter : filters) {
        for (String other : filters) {
          SubjectFilter joined = new SubjectFilter(filter).joined(new SubjectFilter(other));
          assertThat(FilterModel.matched(joined.value()))
              .as("%s joined with %s: %s", filter, other, joined)
              .containsAll(FilterModel.matched(filter))
              .containsAll(FilterModel.matched(other));
        }
        assertThat(new SubjectFilter(filter).joined(new SubjectFilter(filter)).value())
            .isEqualTo(filter);
      }
    }

    @Test
    @DisplayName("is literal where it matches itself alone")
    void literal() {
      for (String filter : filters) {
        assertThat(new SubjectFilter(filter).isLiteral())
            .as(filter)
            .isEqualTo(!filter.contains("*") && !filter.contains(">"));
      }
    }
  }

  @Test
  @DisplayName("takes wildcards only as whole tokens")
  void partialWildcards() {
    assertThat(new SubjectFilter("a.b*").matches("a.bc")).isFalse();
    assertThat(new SubjectFilter("a.b*").matches("a.b*")).isTrue();
    assertThat(new SubjectFilter("a.b*").isLiteral()).isTrue();
    assertThat(new SubjectFilter("a.>b").isLiteral()).isTrue();
    assertThat(new SubjectFilter("a.>b.c").matches("a.x.c")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "a.",
        ".a",
        "a..b",
        "a b",
        "a\tb",
        "a\u0000",
        "a\r\n",
        ">.a",
        "a.>.b",
        "a.>.>",
        "a\u00a0b\u2003",
        "a\ud83d\ude00",
        "a\u0085"
      })
  @Clause("P-2.5")
  @DisplayName("is refused where NATS would not take it, its text not repeated")
  void refused(String text) {
    assertThat(SubjectFilter.fault(text)).isPresent();
    assertThatThrownBy(() -> new SubjectFilter(text)).isInstanceOf(IllegalArgumentException.class);
    if (text.length() > 2) {
      assertThat(SubjectFilter.fault(text).orElseThrow()).doesNotContain(text);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "*", ">", "a.*.b", "a.>", "*.*", "größe.€", "$JS.>", "a-b_c.d"})
  @DisplayName("is taken where NATS would")
  void taken(String text) {
    assertThat(SubjectFilter.fault(text)).isEmpty();
    assertThat(new SubjectFilter(text)).hasToString(text);
  }

  @Test
  @Clause("P-2.5")
  @DisplayName("is bounded in bytes and in tokens")
  void bounded() {
    assertThat(SubjectFilter.fault("a".repeat(SubjectFilter.MAX_BYTES))).isEmpty();
    assertThat(SubjectFilter.fault("a".repeat(SubjectFilter.MAX_BYTES + 1))).isPresent();
    assertThat(SubjectFilter.fault("€".repeat(SubjectFilter.MAX_BYTES / 2))).isPresent();
    assertThat(SubjectFilter.fault("a" + ".a".repeat(SubjectFilter.MAX_TOKENS - 1))).isEmpty();
    assertThat(SubjectFilter.fault("a" + ".a".repeat(SubjectFilter.MAX_TOKENS))).isPresent();
  }
}
