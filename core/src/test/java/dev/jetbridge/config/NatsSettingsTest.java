package dev.jetbridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The broker's settings")
class NatsSettingsTest {
  @TempDir Path directory;

  @Test
  @DisplayName("name the broker on this machine, without credentials, by default")
  void defaults() {
    assertThat(NatsSettings.defaults())
        .isEqualTo(
            new NatsSettings(
                List.of("nats://127.0.0.1:4222"),
                null,
                null,
                null,
                null,
                new NatsTlsSettings(null, null, null)));
    assertThat(NatsSettings.defaults().tls().isDefault()).isTrue();
  }

  @Test
  @DisplayName("take servers, a user and TLS files")
  void explicit() throws IOException {
    Path ca = file("ca.pem");
    Path certificate = file("client.pem");
    Path key = file("client.key");
    assertThat(
            Readings.settings(
                    "nats.url=tls://a.example:4222, tls://[::1]:4223",
                    "nats.user=bridge",
                    "nats.password=pässword",
                    "nats.tls.ca-file=" + ca,
                    "nats.tls.certificate-file=" + certificate,
                    "nats.tls.key-file=" + key)
                .nats())
        .isEqualTo(
            new NatsSettings(
                List.of("tls://a.example:4222", "tls://[::1]:4223"),
                null,
                "bridge",
                new Secret("pässword"),
                null,
                new NatsTlsSettings(ca, certificate, key)));
  }

  @Test
  @DisplayName("take a credentials file or a token instead of a user")
  void otherCredentials() throws IOException {
    Path creds = file("bridge.creds");
    assertThat(Readings.settings("nats.creds-file=" + creds).nats().credsFile()).isEqualTo(creds);
    assertThat(Readings.settings("nats.token=abc").nats().token()).isEqualTo(new Secret("abc"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nats.url=",
        "nats.url=broker:4222",
        "nats.url=http://broker:4222",
        "nats.url=nats://broker:4222,,nats://other:4222",
        "nats.user=",
        "nats.password=",
        "nats.creds-file=/no/such/file",
        "nats.tls.ca-file=/",
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

  @Test
  @DisplayName("refuse a password in the URL, without repeating it")
  void passwordInUrl() {
    for (String url :
        List.of(
            "nats://me:hunter2@a:4222,nats://me:h/2@b:4222",
            "me:hunter2@a:4222",
            "nats://a:4222,me:hunter2@b",
            "nats:me:hunter2@b",
            "hunter2@b")) {
      assertThat(Readings.problems("nats.url=" + url))
          .singleElement()
          .asString()
          .contains("user and password go to nats.user and nats.password", "********@")
          .doesNotContain("hunter2", "h/2");
    }
  }

  @Test
  @DisplayName("refuse a user without a password, and a password without a user")
  void halfOfAUser() {
    assertThat(Readings.problems("nats.user=me"))
        .containsExactly(
            "--set nats.user: Only one of nats.user and nats.password is given, expected both or"
                + " neither");
    assertThat(Readings.problems("nats.password=x")).hasSize(1);
  }

  @Test
  @DisplayName("refuse two kinds of credentials")
  void twoKinds() {
    assertThat(Readings.problems("nats.user=me", "nats.password=x", "nats.token=y"))
        .singleElement()
        .asString()
        .contains("More than one kind of NATS credential");
  }

  @Test
  @DisplayName("refuse a client certificate without its key")
  void certificateWithoutKey() throws IOException {
    assertThat(Readings.problems("nats.tls.certificate-file=" + file("client.pem")))
        .singleElement()
        .asString()
        .contains("expected both or neither");
  }

  private Path file(String name) throws IOException {
    return Files.createFile(directory.resolve(name));
  }
}
