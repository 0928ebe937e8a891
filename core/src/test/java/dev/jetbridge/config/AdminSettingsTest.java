package dev.jetbridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The admin port's settings")
class AdminSettingsTest {
  @Test
  @DisplayName("listen on 8081 of the loopback address, without a token, by default")
  void defaults() {
    assertThat(AdminSettings.defaults())
        .isEqualTo(
            new AdminSettings("127.0.0.1", 8081, null, List.of("localhost", "127.0.0.1", "::1")));
  }

  @Test
  @DisplayName("take every key")
  void explicit() {
    assertThat(
            Readings.settings(
                    "admin.host=0.0.0.0",
                    "admin.port=9000",
                    "admin.token=s3cret",
                    "admin.allowed-hosts=bridge.internal")
                .admin())
        .isEqualTo(
            new AdminSettings("0.0.0.0", 9000, new Secret("s3cret"), List.of("bridge.internal")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "admin.host=",
        "admin.port=99999",
        "admin.token=",
        "admin.token= ",
        "admin.allowed-hosts=a/b",
      })
  @DisplayName("are refused out of range, by the key's name")
  void refused(String assignment) {
    String key = assignment.substring(0, assignment.indexOf('='));
    assertThat(Readings.problems(assignment))
        .singleElement()
        .asString()
        .startsWith("--set " + key + ": " + key + " is ")
        .contains(", expected ");
  }
}
