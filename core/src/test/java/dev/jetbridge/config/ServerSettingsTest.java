package dev.jetbridge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The data port's settings")
class ServerSettingsTest {
  @Test
  @DisplayName("listen on 8080 of every interface, without TLS and without browsers, by default")
  void defaults() {
    assertThat(ServerSettings.defaults())
        .isEqualTo(
            new ServerSettings(
                "0.0.0.0",
                8080,
                ProxyProtocol.OFF,
                Transport.AUTO,
                0,
                Compression.OFF,
                Console.OFF,
                List.of(),
                new ConnectionLimits(10_000, 10_000, Duration.ofSeconds(10), 16_384, 8_192),
                null));
  }

  @Test
  @DisplayName("take every key")
  void explicit(@TempDir Path directory) throws IOException {
    Path certificate = Files.createFile(directory.resolve("tls.crt"));
    Path key = Files.createFile(directory.resolve("tls.key"));

    ServerSettings server =
        Readings.settings(
                "server.host=::1",
                "server.port=0",
                "server.proxy-protocol=required",
                "server.transport=nio",
                "server.threads=3",
                "server.compression=shared",
                "server.console=on",
                "server.allowed-origins=https://a.example,http://localhost:3000",
                "server.max-connections=500",
                "server.max-connections-per-address=20",
                "server.handshake-timeout=3s",
                "server.max-header-bytes=32KiB",
                "server.max-uri-bytes=4KiB",
                "server.tls.certificate-file=" + certificate,
                "server.tls.key-file=" + key,
                "server.tls.reload-interval=1m")
            .server();

    assertThat(server)
        .isEqualTo(
            new ServerSettings(
                "::1",
                0,
                ProxyProtocol.REQUIRED,
                Transport.NIO,
                3,
                Compression.SHARED,
                Console.ON,
                List.of("https://a.example", "http://localhost:3000"),
                new ConnectionLimits(500, 20, Duration.ofSeconds(3), 32_768, 4_096),
                new TlsSettings(certificate, key, Duration.ofMinutes(1))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "server.host=",
        "server.host=a b",
        "server.port=65536",
        "server.port=-1",
        "server.port=http",
        "server.port=080",
        "server.transport=io_uring",
        "server.threads=2000",
        "server.allowed-origins=*",
        "server.allowed-origins=https://a.example/",
        "server.allowed-origins=a.example",
        "server.allowed-origins=https://A.example",
        "server.max-connections=0",
        "server.max-connections-per-address=0",
        "server.handshake-timeout=1ms",
        "server.max-header-bytes=16384",
        "server.max-uri-bytes=1B",
        "server.tls.certificate-file=/no/such/file",
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
  @DisplayName("give one address as many connections as there are, unless told otherwise")
  void perAddressFollowsTotal() {
    assertThat(Readings.settings("server.max-connections=7").server().limits())
        .extracting(ConnectionLimits::maxConnectionsPerAddress)
        .isEqualTo(7);
  }

  @Test
  @DisplayName("refuse more connections for one address than for all")
  void perAddressAboveTotal() {
    assertThat(
            Readings.problems("server.max-connections=5", "server.max-connections-per-address=6"))
        .containsExactly(
            "--set server.max-connections-per-address, --set server.max-connections:"
                + " server.max-connections-per-address is 6, expected at most"
                + " server.max-connections, 5");
  }

  @Test
  @DisplayName("refuse a certificate without its key")
  void certificateWithoutKey(@TempDir Path directory) throws IOException {
    Path certificate = Files.createFile(directory.resolve("tls.crt"));
    assertThat(Readings.problems("server.tls.certificate-file=" + certificate))
        .singleElement()
        .asString()
        .contains("expected both or neither");
  }

  @Test
  @DisplayName("hold what a program passes to the same ranges")
  void constructor() {
    assertThatThrownBy(() ->
            new ServerSettings(
                "0.0.0.0",
                70_000,
                ProxyProtocol.OFF,
                Transport.AUTO,
                0,
                Compression.OFF,
                Console.OFF,
                List.of(),
                ConnectionLimits.defaults(),
                null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("server.port is \"70000\", expected a whole number from 0 to 65535");
  }
}
