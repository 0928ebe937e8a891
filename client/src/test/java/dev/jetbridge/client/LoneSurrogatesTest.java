package dev.jetbridge.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Escapes of surrogates")
class LoneSurrogatesTest {
  @ParameterizedTest
  @DisplayName("are masked where they stand alone, and nothing moves")
  @CsvSource({
    "\\ud800, \\ufffd",
    "\\uDFFF, \\ufffd",
    "\\udc00\\ud800, \\ufffd\\ufffd",
    "\\ud800x\\udc00, \\ufffdx\\ufffd",
    "\\ud800\\n\\udc00, \\ufffd\\n\\ufffd",
    "\\ud800\\ud800\\udc00, \\ufffd\\ud800\\udc00",
    "\\ud800\\udc00\\udc00, \\ud800\\udc00\\ufffd",
    "\\\\\\ud800, \\\\\\ufffd"
  })
  void lone(String json, String masked) {
    assertThat(LoneSurrogates.masked(json)).isEqualTo(masked).hasSameSizeAs(json);
  }

  @ParameterizedTest
  @DisplayName("stay where they are a pair, or are none")
  @ValueSource(
      strings = {
        "",
        "\\ud83d\\ude80",
        "\\uD83D\\uDE80\\ud83d\\ude80",
        "\\\\ud800",
        "\\\\\\\\udc00",
        "\\u0061\\\\",
        "ud800",
        "\\"
      })
  void others(String json) {
    assertThat(LoneSurrogates.masked(json)).isEqualTo(json);
  }
}
