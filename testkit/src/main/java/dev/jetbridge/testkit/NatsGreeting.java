package dev.jetbridge.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * The {@code INFO} line that a nats-server sends first to whoever connects, before TLS and
 * credentials.
 */
record NatsGreeting(String version) {
  private static final int TIMEOUT_MILLIS = 2_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Connects to the loopback {@code port} and reads the greeting. */
  static NatsGreeting read(int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      String line =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
              .readLine();
      if (line == null || !line.startsWith("INFO ")) {
        throw new IOException("port %d greeted with %s; expected INFO".formatted(port, line));
      }
      JsonNode greeting = JSON.readTree(line.substring("INFO ".length()));
      return new NatsGreeting(greeting.path("version").asText());
    }
  }
}
