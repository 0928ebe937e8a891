package dev.jetbridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The environment")
class EnvironmentTest {
  @Test
  @DisplayName("gives each key under its name in upper case with underscores")
  void names() {
    Given given =
        Environment.read(
            Map.of(
                "JETBRIDGE_SESSION_SEND_TIMEOUT", "5s",
                "JETBRIDGE_NATS_TLS_CA_FILE", "ca.pem",
                "JETBRIDGE_DELIVERY", "shared",
                "PATH", "/bin"));
    assertThat(given.entries())
        .containsExactly(
            Entry.scalar("delivery", "shared", new Origin.Variable("JETBRIDGE_DELIVERY")),
            Entry.scalar(
                "nats.tls.ca-file", "ca.pem", new Origin.Variable("JETBRIDGE_NATS_TLS_CA_FILE")),
            Entry.scalar(
                "session.send-timeout",
                "5s",
                new Origin.Variable("JETBRIDGE_SESSION_SEND_TIMEOUT")));
    assertThat(given.problems()).isEmpty();
  }

  @Test
  @DisplayName("is refused where a variable of ours stands for no key, without its value")
  void unknown() {
    assertThat(Readings.told(Environment.read(Map.of("JETBRIDGE_AUTH_TOKN", "hunter2"))))
        .containsExactly(
            "environment JETBRIDGE_AUTH_TOKN: stands for no configuration key, did you mean"
                + " JETBRIDGE_AUTH_TOKEN?");
  }

  @ParameterizedTest
  @CsvSource({
    "JETBRIDGE_SERVICE_HOST,10.0.0.1",
    "JETBRIDGE_SERVICE_PORT,8080",
    "JETBRIDGE_SERVICE_PORT_HTTP,8080",
    "JETBRIDGE_PORT,tcp://10.0.0.1:8080",
    "JETBRIDGE_PORT_8080_TCP,tcp://10.0.0.1:8080",
    "JETBRIDGE_PORT_8080_TCP_ADDR,10.0.0.1",
    "JETBRIDGE_ADMIN_PORT,tcp://10.0.0.1:8081",
    "JETBRIDGE_CONFIG,/etc/jetbridge.yaml",
    "JETBRIDGE_NATS_SERVER,/usr/sbin/nats-server",
  })
  @DisplayName("may hold what Kubernetes says about a service of our name, and what commands read")
  void notOurs(String name, String value) {
    assertThat(Environment.read(Map.of(name, value))).isEqualTo(Given.NOTHING);
  }
}
