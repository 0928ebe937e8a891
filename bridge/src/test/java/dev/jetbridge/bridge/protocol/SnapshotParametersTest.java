package dev.jetbridge.bridge.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.stream.SubjectFilters;
import dev.jetbridge.testkit.Clause;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The parameters of a snapshot")
class SnapshotParametersTest {
  private static SnapshotParameters read(String query) {
    return switch (SnapshotParameters.read(query)) {
      case SnapshotParameters.Result.Read(SnapshotParameters parameters) -> parameters;
      case SnapshotParameters.Result.Malformed(String detail) -> throw new AssertionError(detail);
    };
  }

  @Test
  @Clause("P-10.1")
  @DisplayName("may all be left out")
  void none() {
    SnapshotParameters all = read("");
    assertThat(all.subjects()).isEmpty();
    assertThat(all.atLeast()).isZero();
    assertThat(all.limit()).isEmpty();
    assertThat(all.after()).isEmpty();
  }

  @Test
  @Clause({"P-10.3", "P-10.4"})
  @DisplayName("say what, how fresh and how much")
  void all() {
    SnapshotParameters some = read("subject=a.%3E&subject=b.*&at-least=17&wait=1500ms&limit=20");
    assertThat(some.subjects()).contains(SubjectFilters.of("a.>", "b.*"));
    assertThat(some.atLeast()).isEqualTo(17);
    assertThat(some.patience()).isEqualTo(Duration.ofMillis(1_500));
    assertThat(some.limit()).isEqualTo(OptionalLong.of(20));
    assertThat(read("after=AbC_-1&limit=1").after()).contains("AbC_-1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "limits=1 | did you mean 'limit'",
        "subject=a..b | subject 1",
        "limit=0 | expected 1 to 999999999",
        "limit=1&limit=2 | limit found twice",
        "at-least=-1 | at-least=-1 found",
        "at-least=1&wait=1 | wait=1 found",
        "at-least=1&wait=31s | at most 30s",
        "wait=1s | only beside it",
        "after=a&at-least=1 | first page only",
        "after=a%20b | expected the next of the page before",
      })
  @Clause("P-10.4")
  @DisplayName("are refused where they are malformed, never replaced by a default")
  void malformed(String query, String told) {
    assertThat(SnapshotParameters.read(query))
        .isInstanceOfSatisfying(
            SnapshotParameters.Result.Malformed.class,
            malformed -> assertThat(malformed.detail()).contains(told));
  }
}
