package dev.jetbridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A misspelt key")
class SuggestionTest {
  @ParameterizedTest
  @CsvSource({
    "session.hearbeat,session.heartbeat",
    "session.haertbeat,session.heartbeat",
    "session.sendTimeout,session.send-timeout",
    "session.send_timeout,session.send-timeout",
    "Server.Port,server.port",
    "heartbeat,session.heartbeat",
    "nats.urls,nats.url",
    "auth.token-files,auth.token-file",
    "server.tls.cert-file,server.tls.certificate-file",
    "windows.max-age,window.max-age",
    "log.formt,log.format",
  })
  @DisplayName("is met with the key that was meant")
  void suggests(String misspelt, String meant) {
    assertThat(Suggestion.among(Catalogue.names(), misspelt))
        .isEqualTo(", did you mean " + meant + "?");
  }

  @Test
  @DisplayName("is met with nothing where no key is near")
  void nothingNear() {
    assertThat(Suggestion.among(Catalogue.names(), "kafka.bootstrap.servers")).isEmpty();
    assertThat(Suggestion.among(Catalogue.names(), "x")).isEmpty();
  }
}
