package dev.jetbridge.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("a merge patch")
class MergePatchTest {
  private static String merged(String target, String patch) {
    return new String(MergePatch.apply(target.getBytes(UTF_8), 0, patch.getBytes(UTF_8), 0), UTF_8);
  }

  @ParameterizedTest(name = "{0} patched by {1}")
  @DisplayName("does what RFC 7396, appendix A, shows")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '!',
      value = {
        "{\"a\":\"b\"}|{\"a\":\"c\"}|{\"a\":\"c\"}",
        "{\"a\":\"b\"}|{\"b\":\"c\"}|{\"a\":\"b\",\"b\":\"c\"}",
        "{\"a\":\"b\"}|{\"a\":null}|{}",
        "{\"a\":\"b\",\"b\":\"c\"}|{\"a\":null}|{\"b\":\"c\"}",
        "{\"a\":[\"b\"]}|{\"a\":\"c\"}|{\"a\":\"c\"}",
        "{\"a\":\"c\"}|{\"a\":[\"b\"]}|{\"a\":[\"b\"]}",
        "{\"a\":{\"b\":\"c\"}}|{\"a\":{\"b\":\"d\",\"c\":null}}|{\"a\":{\"b\":\"d\"}}",
        "{\"a\":[{\"b\":\"c\"}]}|{\"a\":[1]}|{\"a\":[1]}",
        "[\"a\",\"b\"]|[\"c\",\"d\"]|[\"c\",\"d\"]",
        "{\"a\":\"b\"}|[\"c\"]|[\"c\"]",
        "{\"a\":\"foo\"}|null|null",
        "{\"a\":\"foo\"}|\"bar\"|\"bar\"",
        "{\"e\":null}|{\"a\":1}|{\"e\":null,\"a\":1}",
        "[1,2]|{\"a\":\"b\",\"c\":null}|{\"a\":\"b\"}",
        "{}|{\"a\":{\"bb\":{\"ccc\":null}}}|{\"a\":{\"bb\":{}}}",
      })
  void examples(String target, String patch, String result) {
    assertThat(merged(target, patch)).isEqualTo(result);
  }

  @Test
  @DisplayName("keeps the spelling of what it does not touch")
  void spelling() {
    assertThat(merged("{ \"a\" : 1.0e400 , \"\\u0062\":[ 1 ] }", "{\"b\":{\"x\": 0.10 }}"))
        .isEqualTo("{\"a\":1.0e400,\"\\u0062\":{\"x\":0.10}}");
  }

  @Test
  @DisplayName("takes the last of members that share a name, however spelled")
  void duplicates() {
    assertThat(merged("{\"a\":1,\"a\":2}", "{\"b\":1,\"\\u0062\":null,\"b\":3}"))
        .isEqualTo("{\"a\":2,\"b\":3}");
  }
}
