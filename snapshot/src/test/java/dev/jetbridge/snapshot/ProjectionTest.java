package dev.jetbridge.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.stream.SubjectFilters;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("settings of a projection")
class ProjectionTest {
  @ParameterizedTest(name = "{0} for {1}: {2}")
  @DisplayName("match types by stars")
  @CsvSource({
    "*.deleted,cell.deleted,true",
    "*.deleted,a.b.deleted,true",
    "*.deleted,.deleted,true",
    "*.deleted,deleted,false",
    "*.deleted,cell.deleted.not,false",
    "a*b*c,abbbcbc,true",
    "a*b*c,abbbcb,false",
    "*,'',true",
    "**é,xé,true",
    "cell.deleted,cellxdeleted,false",
  })
  void patterns(String pattern, String type, boolean matches) {
    assertThat(new TypePattern(pattern).matches(type)).isEqualTo(matches);
  }

  @ParameterizedTest
  @DisplayName("refuse patterns that no type is meant by")
  @ValueSource(strings = {"", "a b", "a\n"})
  void badPatterns(String pattern) {
    assertThatThrownBy(() -> new TypePattern(pattern)).hasMessageContaining("expected");
  }

  @ParameterizedTest
  @DisplayName("refuse what is no JSON pointer")
  @ValueSource(strings = {"a", "/~", "/~2", "/a\n"})
  void badPointers(String pointer) {
    assertThatThrownBy(() -> new JsonPointer(pointer)).hasMessageContaining("expected");
  }

  @Test
  @DisplayName("refuse a bound on events that is none")
  void badBound() {
    assertThatThrownBy(() -> Projection.latestBySubject(0)).hasMessageContaining("found, expected");
  }

  @Test
  @DisplayName("have one text exactly where they are equal")
  void fingerprints() {
    Map<String, Projection> seen = new HashMap<>();
    for (int seed = 0; seed < 500; seed++) {
      Projection projection = FoldModelTest.projection(new Random(seed));
      Projection same = seen.putIfAbsent(projection.fingerprint(), projection);
      assertThat(same == null ? projection : same).isEqualTo(projection);
    }
    assertThat(seen.values()).doesNotHaveDuplicates();
    assertThat(projection(Deletion.of(false, "b", "a")).fingerprint())
        .isEqualTo(projection(Deletion.of(false, "a", "b", "a")).fingerprint());
  }

  private static Projection projection(Deletion deletion) {
    return new Projection(
        new KeyRule.Subject(), Reduction.LATEST, deletion, SubjectFilters.of("b.>", "a.*"), 10);
  }
}
