package dev.jetbridge.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.testkit.Clause;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A close code")
class AdviceTest {
  @ParameterizedTest(name = "{0}: {1}")
  @Clause("P-9")
  @DisplayName("has one advice")
  @CsvSource({
    "1000, RECONNECT",
    "1001, RECONNECT",
    "1012, RECONNECT",
    "1002, STOP",
    "1003, STOP",
    "1007, STOP",
    "1008, STOP",
    "1009, STOP",
    "1005, BACK_OFF",
    "1006, BACK_OFF",
    "1011, BACK_OFF",
    "1013, BACK_OFF",
    "1014, BACK_OFF",
    "1015, BACK_OFF",
    "3000, BACK_OFF",
    "3999, BACK_OFF",
    "4401, RENEW_TOKEN",
    "4403, STOP",
    "4408, RECONNECT",
    "4410, REBUILD",
    "4000, STOP",
    "4409, STOP",
    "4999, STOP"
  })
  void table(int code, Advice advice) {
    assertThat(Advice.of(code)).isEqualTo(advice);
  }
}
