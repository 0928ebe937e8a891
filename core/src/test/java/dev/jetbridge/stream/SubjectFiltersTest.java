package dev.jetbridge.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

@DisplayName("A union of subject filters")
class SubjectFiltersTest {
  private final List<String> filters = FilterModel.filters();

  @RepeatedTest(50)
  @DisplayName("matches what its parts match, with none that another covers, in any order")
  void minimal(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<String> parts = some(random);
    Set<String> expected = FilterModel.matched(parts);

    SubjectFilters union = union(parts);

    assertThat(FilterModel.matched(union.values())).isEqualTo(expected);
    for (String subject : FilterModel.subjects()) {
      assertThat(union.matches(subject)).as(subject).isEqualTo(expected.contains(subject));
    }
    for (SubjectFilter one : union.filters()) {
      for (SubjectFilter other : union.filters()) {
        assertThat(one.covers(other)).isEqualTo(one.equals(other));
      }
    }
    Collections.shuffle(parts, random);
    assertThat(union(parts)).isEqualTo(union);
  }

  @RepeatedTest(50)
  @DisplayName("covers and overlaps another as their parts do")
  void againstAnother(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<String> mine = some(random);
    List<String> theirs = some(random);

    boolean eachWithinOne =
        theirs.stream()
            .allMatch(other ->
                mine.stream()
                    .anyMatch(m -> FilterModel.matched(m).containsAll(FilterModel.matched(other))));
    assertThat(union(mine).covers(union(theirs))).isEqualTo(eachWithinOne);
    assertThat(union(mine).overlaps(union(theirs)))
        .isEqualTo(!Collections.disjoint(FilterModel.matched(mine), FilterModel.matched(theirs)));
  }

  @RepeatedTest(50)
  @DisplayName("has one filter that covers it whole")
  void cover(RepetitionInfo repetition) {
    List<String> parts = some(new Random(repetition.getCurrentRepetition()));

    SubjectFilter cover = union(parts).cover();

    assertThat(FilterModel.matched(cover.value())).containsAll(FilterModel.matched(parts));
  }

  @Test
  @DisplayName("is covered as narrowly as tokens allow")
  void narrow() {
    assertThat(SubjectFilters.of("a.b.c").cover()).hasToString("a.b.c");
    assertThat(SubjectFilters.of("a.b.c", "a.x.c").cover()).hasToString("a.*.c");
    assertThat(SubjectFilters.of("a.b.c", "a.b.c.d").cover()).hasToString("a.b.>");
    assertThat(SubjectFilters.of("a.b.>", "a.c").cover()).hasToString("a.>");
    assertThat(SubjectFilters.of("a", "a.b").cover()).hasToString(">");
    assertThat(SubjectFilters.of("a", "b").cover()).hasToString("*");
    assertThat(SubjectFilters.of("a.>", "b.>").cover()).hasToString("*.>");
  }

  @Test
  @DisplayName("has at least one part")
  void empty() {
    assertThatThrownBy(() -> new SubjectFilters(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private List<String> some(Random random) {
    List<String> parts = new ArrayList<>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      parts.add(FilterModel.any(random, filters));
    }
    return parts;
  }

  private static SubjectFilters union(List<String> parts) {
    return SubjectFilters.of(parts.toArray(String[]::new));
  }
}
