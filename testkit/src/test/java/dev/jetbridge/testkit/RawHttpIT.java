package dev.jetbridge.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A raw HTTP client")
class RawHttpIT {

  @Test
  @DisplayName("reads pipelined answers, chunked, counted and up to the end")
  void answers() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(peer -> {
              ScriptedServer.readRequest(peer);
              ScriptedServer.readRequest(peer);
              answer(
                  peer,
                  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                      + "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: 1\r\n\r\n"
                      + "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno"
                      + "HTTP/1.0 400 \r\n\r\nto the end");
            });
        RawHttp http = RawHttp.connect(server.port())) {
      http.send(RawHttp.request("GET /a HTTP/1.1") + RawHttp.request("GET /b HTTP/1.1"));

      assertThat(http.answer().text()).isEqualTo("abcde");
      assertThat(http.answer().text()).isEqualTo("no");
      HttpAnswer last = http.answer();
      assertThat(last.statusLine()).isEqualTo("HTTP/1.0 400 ");
      assertThat(last.text()).isEqualTo("to the end");
    }
  }

  @Test
  @DisplayName("sends as slowly as it is told, and tells how the server ended it")
  void slowly() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(peer ->
                answer(peer, "HTTP/1.1 200 OK\r\n\r\n" + ScriptedServer.readRequest(peer)));
        RawHttp http = RawHttp.connect(server.port())) {
      long start = System.nanoTime();
      http.sendSlowly("GET / HTTP/1.0\r\nHost: here\r\n\r\n", 5, Duration.ofMillis(20));

      assertThat(http.answer().text()).isEqualTo("GET / HTTP/1.0\nHost: here\n\n");
      assertThat(System.nanoTime() - start).isGreaterThan(Duration.ofMillis(100).toNanos());
      assertThat(http.awaitEnd(Duration.ofSeconds(20)).wasReset()).isFalse();
    }
  }

  @Test
  @DisplayName("speaks TLS with a server that shows the certificate it trusts")
  void tls(@TempDir Path folder) throws Exception {
    TestCertificate certificate = TestCertificate.create(folder);
    TestCertificate other = TestCertificate.create(folder);
    ServerSocket listener =
        certificate
            .server()
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    try (ScriptedServer server =
            new ScriptedServer(
                listener,
                peer ->
                    answer(peer, "HTTP/1.1 200 OK\r\n\r\n" + ScriptedServer.readRequest(peer)));
        RawHttp http = RawHttp.connect(server.port(), certificate.client())) {
      http.send("GET / HTTP/1.0\r\n\r\n");
      assertThat(http.answer().text()).isEqualTo("GET / HTTP/1.0\n\n");
      assertThat(certificate.certificate()).content().startsWith("-----BEGIN CERTIFICATE-----");
      assertThatThrownBy(() -> RawHttp.connect(server.port(), other.client()))
          .hasMessageContaining("cannot connect");
    }
  }

  @Test
  @DisplayName("has a deadline for every answer")
  void deadline() throws Exception {
    try (ScriptedServer server = new ScriptedServer(ScriptedServer::readRequest);
        RawHttp http = RawHttp.connect(server.port())) {
      http.send("GET");
      assertThatThrownBy(() -> http.answer(Duration.ofMillis(200)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("in time");
    }
  }

  private static void answer(Socket peer, String text) throws IOException {
    peer.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
