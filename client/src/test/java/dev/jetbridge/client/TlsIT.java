package dev.jetbridge.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.client.peer.ScriptedServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A feed over TLS")
@Timeout(60)
class TlsIT {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir static Path directory;
  private static Path pem = Path.of("");
  private static SSLContext serverTls;

  @BeforeAll
  static void makeCertificate() throws Exception {
    Path keys = directory.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "server",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                keys.toString(),
                "-storepass",
                new String(PASSWORD))
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD);
    }
    pem =
        Files.writeString(
            directory.resolve("ca.pem"),
            "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder()
                    .encodeToString(store.getCertificate("server").getEncoded())
                + "\n-----END CERTIFICATE-----\n");
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(store, PASSWORD);
    serverTls = SSLContext.getInstance("TLS");
    serverTls.init(own.getKeyManagers(), null, null);
  }

  private static ScriptedServer server() throws IOException {
    ServerSocket socket =
        serverTls
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    return ScriptedServer.start(
        socket,
        "wss",
        client -> {
          client.accept().text(Frames.hello(0), Frames.event(1));
          int unused = client.awaitClose();
        });
  }

  @Test
  @DisplayName("is read where its authority is in the file given")
  void trusted() throws Exception {
    try (ScriptedServer server = server();
        Feed feed = Feed.of(server.uri()).tls(CertificateFile.trusting(pem)).open()) {
      assertThat(feed.iterator().next().sequence()).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("is not read where its authority is unknown, and says why")
  void untrusted() throws Exception {
    try (ScriptedServer server = server();
        Feed feed = Feed.of(server.uri()).firstPatience(Duration.ofMillis(100)).open()) {
      assertThatThrownBy(() -> feed.iterator().next())
          .isInstanceOf(FeedException.class)
          .hasMessageContaining("PKIX");
    }
  }

  @Test
  @DisplayName("asks for a file that holds certificates")
  void noCertificates() throws Exception {
    Path empty = Files.writeString(directory.resolve("empty.pem"), "");
    Path words = Files.writeString(directory.resolve("words.pem"), "no certificate");
    assertThatThrownBy(() -> CertificateFile.trusting(empty))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessageContaining("expected PEM");
    assertThatThrownBy(() -> CertificateFile.trusting(words))
        .isInstanceOf(GeneralSecurityException.class);
  }
}
