package dev.jetbridge.loadtest.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("An audience")
class AudienceTest {
  private static final List<String> SUBJECTS = List.of("a.0", "a.1", "a.1.x", "b.1");

  @ParameterizedTest(name = "{0} wants {1}")
  @CsvSource({
    "a.1,1",
    "*.1,1 3",
    "a.>,0 1 2",
    "a.*,0 1",
    ">,0 1 2 3",
    "c.1,''",
    "'a.0,b.1',0 3",
    "'a.1,c.7',1",
    "'a.*,a.1',0 1"
  })
  @DisplayName("wants what any of its filters matches")
  void wants(String filters, String expected) {
    Audience audience = Audience.of(List.of(filters.split(",", -1)), SUBJECTS);
    assertThat(
            IntStream.range(0, SUBJECTS.size())
                .filter(audience::wants)
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(" ")))
        .isEqualTo(expected);
  }
}
