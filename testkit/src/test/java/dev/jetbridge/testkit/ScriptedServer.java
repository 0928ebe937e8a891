package dev.jetbridge.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that does to each connection what a test says, written against java.net alone. */
final class ScriptedServer implements AutoCloseable {
  private final ServerSocket listener;
  private final Thread acceptor;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  ScriptedServer(Script script) throws IOException {
    this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
  }

  ScriptedServer(ServerSocket listener, Script script) {
    this.listener = listener;
    acceptor = Thread.ofVirtual().start(() -> accept(script));
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Reads a request up to its empty line; returns its lines joined with line feeds. */
  static String readRequest(Socket socket) throws IOException {
    // Byte by byte, as nothing that follows the request may be swallowed.
    StringBuilder request = new StringBuilder();
    while (!request.toString().endsWith("\r\n\r\n")) {
      int read = socket.getInputStream().read();
      if (read < 0) {
        throw new IOException("request cut off after " + request);
      }
      request.append((char) read);
    }
    return request.toString().replace("\r\n", "\n");
  }

  /** Answers a WebSocket handshake as RFC 6455 §4.2.2 says. */
  static OutputStream upgrade(Socket socket) throws Exception {
    String key =
        readRequest(socket)
            .lines()
            .filter(line -> line.startsWith("Sec-WebSocket-Key: "))
            .map(line -> line.substring(19))
            .findFirst()
            .orElseThrow();
    byte[] digest =
        MessageDigest.getInstance("SHA-1")
            .digest(
                (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
    String answer =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: %s\r\n\r\n"
                .formatted(Base64.getEncoder().encodeToString(digest));
    OutputStream out = socket.getOutputStream();
    out.write(answer.getBytes(StandardCharsets.US_ASCII));
    return out;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    try {
      // Until the thread that accepts has noticed, the kernel goes on taking connections.
      acceptor.join();
    } catch (InterruptedException e) {
      throw Poll.interrupted("the listener to close", e);
    }
    threads.shutdownNow();
  }

  private void accept(Script script) {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        threads.execute(() -> serve(socket, script));
      } catch (IOException e) {
        // Closed: the loop ends.
      }
    }
  }

  private static void serve(Socket socket, Script script) {
    try (socket) {
      script.run(socket);
    } catch (Exception e) {
      // The client's checks tell what went wrong.
    }
  }

  /** What is done to one connection; it is closed after. */
  @FunctionalInterface
  interface Script {
    void run(Socket socket) throws Exception;
  }
}
