package dev.jetbridge.stream.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jetbridge.config.NatsSettings;
import dev.jetbridge.config.NatsTlsSettings;
import dev.jetbridge.stream.StreamFailure.Kind;
import dev.jetbridge.testkit.NatsServer;
import dev.jetbridge.testkit.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A source before a broker with TLS")
class TlsIT {
  @TempDir static Path folder;

  @Test
  @DisplayName("trusts the authority of the settings, whatever the URL's scheme")
  void trusts() {
    TestCertificate certificate = TestCertificate.create(folder);
    try (NatsServer server = server(certificate, "")) {
      for (String scheme : List.of("nats", "tls")) {
        try (JetStreamSource source =
            source(scheme + "://127.0.0.1:" + server.port(), certificate.certificate(), null)) {
          missing(TestSources.connected(source));
        }
      }
    }
  }

  @Test
  @DisplayName("shows its own certificate where one is asked for")
  void verifiesClients() {
    TestCertificate certificate = TestCertificate.create(folder);
    String verify = ", verify: true, ca_file: \"" + certificate.certificate() + "\"";
    try (NatsServer server = server(certificate, verify);
        JetStreamSource without =
            source("tls://localhost:" + server.port(), certificate.certificate(), null);
        JetStreamSource with =
            source("tls://localhost:" + server.port(), certificate.certificate(), certificate)) {
      missing(TestSources.connected(with));
      assertThat(TestSources.failure(without.state()).kind()).isEqualTo(Kind.UNAVAILABLE);
    }
  }

  @Test
  @DisplayName("refuses another authority")
  void anotherAuthority() {
    TestCertificate certificate = TestCertificate.create(folder);
    TestCertificate other = TestCertificate.create(folder);
    try (NatsServer server = server(certificate, "");
        JetStreamSource source =
            source("tls://localhost:" + server.port(), other.certificate(), null);
        JetStreamSource defaults = source(server.url(), null, null)) {
      stays(source);
      stays(defaults);
    }
  }

  @Test
  @DisplayName("refuses a certificate that is for another name")
  void anotherName() throws IOException {
    TestCertificate certificate = TestCertificate.create(folder);
    // The server listens on 127.0.0.1 and the certificate is for that.
    try (NatsServer server = server(certificate, "");
        ServerSocket elsewhere = relay("127.0.0.2", server.port());
        JetStreamSource source =
            source(
                "tls://127.0.0.2:" + elsewhere.getLocalPort(), certificate.certificate(), null)) {
      await("the reason")
          .atMost(TestSources.LIMIT)
          .until(() -> TestSources.failure(source.state()).detail().contains("127.0.0.2 found"));
      stays(source);
    }
  }

  /** Passes connections to that address on to the port of 127.0.0.1. */
  private static ServerSocket relay(String address, int port) throws IOException {
    ServerSocket listening = new ServerSocket(0, 10, InetAddress.getByName(address));
    Thread unused =
        Thread.startVirtualThread(() -> {
          try {
            while (true) {
              Socket client = listening.accept();
              Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
              Thread up = Thread.startVirtualThread(() -> pass(client, server));
              Thread down = Thread.startVirtualThread(() -> pass(server, client));
              assertThat(up).isNotSameAs(down);
            }
          } catch (IOException e) {
            assertThat(listening.isClosed()).isTrue();
          }
        });
    return listening;
  }

  private static void pass(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      assertThat(e).isNotNull();
    }
  }

  private static void stays(JetStreamSource source) {
    await("it stays without a connection")
        .during(TestSources.QUICK.longestRetry().multipliedBy(2))
        .atMost(TestSources.LIMIT)
        .until(() -> TestSources.failure(source.state()).kind() == Kind.UNAVAILABLE);
  }

  private static void missing(JetStreamSource source) {
    assertThat(TestSources.failure(source.state()).kind()).isEqualTo(Kind.STREAM_MISSING);
  }

  private static NatsServer server(TestCertificate certificate, String more) {
    return NatsServer.builder()
        .config(
            "tls { cert_file: \"%s\", key_file: \"%s\" %s }"
                .formatted(certificate.certificate(), certificate.privateKey(), more))
        .start();
  }

  private static JetStreamSource source(
      String url, @Nullable Path authority, @Nullable TestCertificate own) {
    NatsTlsSettings tls =
        new NatsTlsSettings(
            authority,
            own == null ? null : own.certificate(),
            own == null ? null : own.privateKey());
    return TestSources.open(new NatsSettings(List.of(url), null, null, null, null, tls), "NOWHERE");
  }
}
