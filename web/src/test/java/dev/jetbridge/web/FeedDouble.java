package dev.jetbridge.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A feed's server, as far as webview can tell: answers each request, then says back what it hears.
 */
final class FeedDouble implements AutoCloseable {
  final List<RequestHead> asked = new CopyOnWriteArrayList<>();
  private final ServerSocket listener;

  FeedDouble() throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread unused = Thread.ofVirtual().start(this::accept);
  }

  URI uri() {
    return URI.create("ws://127.0.0.1:" + listener.getLocalPort());
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread unused = Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      RequestHead head = RequestHead.read(socket.getInputStream());
      asked.add(head);
      String answer =
          head.isUpgrade()
              ? "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"
              : "HTTP/1.1 426 Upgrade Required\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
      if (head.isUpgrade()) {
        long unused = socket.getInputStream().transferTo(socket.getOutputStream());
      }
    } catch (IOException e) {
      // The other side left.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
