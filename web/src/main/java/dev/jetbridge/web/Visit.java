package dev.jetbridge.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;

/** What webview does with one connection: one request, checked, then answered or handed on. */
final class Visit {
  private static final int HEAD_MILLIS = 10_000;
  private static final int BUFFER = 16 * 1024;
  private static final String FOLDER = "console/";
  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

  private final ConsoleFiles files;
  private final Upstream upstream;
  private final byte[] prefix;
  private final int port;

  Visit(ConsoleFiles files, Upstream upstream, String secret, int port) {
    this.files = files;
    this.upstream = upstream;
    this.prefix = ("/" + secret + "/").getBytes(StandardCharsets.ISO_8859_1);
    this.port = port;
  }

  /** Serves it to its end. */
  void serve(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(HEAD_MILLIS);
    RequestHead head = RequestHead.read(socket.getInputStream());
    socket.setSoTimeout(0);
    String host = head.header("host");
    if (host == null || !isOwn(host)) {
      // Another site's name that leads here (DNS rebinding).
      answer(socket, "421 Misdirected Request", Map.of(), "");
    } else if (!isOwnPage(head, host)) {
      answer(socket, "403 Forbidden", Map.of(), "");
    } else if (!hasSecret(head.path())) {
      answer(socket, "404 Not Found", Map.of(), "");
    } else if (!head.method().equals("GET")) {
      answer(socket, "405 Method Not Allowed", Map.of("Allow", "GET"), "");
    } else {
      page(socket, head, head.path().substring(prefix.length));
    }
  }

  private boolean isOwn(String host) {
    return host.equals("127.0.0.1:" + port) || host.equals("localhost:" + port);
  }

  // Browsers send no Origin with a page's own GET, and always one with a WebSocket (RFC 6455
  // §10.2).
  private static boolean isOwnPage(RequestHead head, String host) {
    String origin = head.header("origin");
    String site = head.header("sec-fetch-site");
    boolean own = site == null || site.equals("same-origin") || site.equals("none");
    return own && (origin == null ? !head.isUpgrade() : origin.equals("http://" + host));
  }

  // In constant time: a secret must not be found letter by letter.
  private boolean hasSecret(String path) {
    byte[] found = path.getBytes(StandardCharsets.ISO_8859_1);
    byte[] start = java.util.Arrays.copyOf(found, prefix.length);
    return MessageDigest.isEqual(start, prefix);
  }

  private void page(Socket socket, RequestHead head, String path) throws IOException {
    Optional<ConsoleFile> file =
        path.startsWith(FOLDER) ? files.find(path.substring(FOLDER.length())) : Optional.empty();
    if (file.isPresent()) {
      Map<String, String> headers = new java.util.TreeMap<>(ConsoleFiles.HEADERS);
      headers.put("Content-Type", file.get().mediaType());
      answer(socket, "200 OK", headers, file.get().text());
    } else if (path.equals(FOLDER + "settings.json")) {
      answer(socket, "200 OK", JSON, "{\"proxied\":true}\n");
    } else if (path.equals(FOLDER + "feed")) {
      handOn(socket, head);
    } else {
      answer(socket, "404 Not Found", Map.of(), "");
    }
  }

  private void handOn(Socket socket, RequestHead head) throws IOException {
    Socket feed;
    try {
      feed = upstream.ask(head);
    } catch (IOException | RuntimeException e) {
      answer(
          socket,
          "502 Bad Gateway",
          Map.of("Content-Type", "application/problem+json"),
          "{\"type\":\"about:blank\",\"title\":\"No feed\",\"status\":502,\"detail\":\""
              + "webview found no server at the feed's address\"}\n");
      return;
    }
    try (feed) {
      Thread back = Thread.ofVirtual().start(() -> copy(feed, socket));
      copy(socket, feed);
      back.interrupt();
    }
  }

  /** Copies until one side ends, and ends both then. */
  private static void copy(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
        out.flush();
      }
    } catch (IOException e) {
      // Either side left, and the other is told by its end.
    }
  }

  private static void answer(Socket socket, String status, Map<String, String> headers, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Content-Length: ")
        .append(bytes.length)
        .append("\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n")
        .append("Connection: close\r\n\r\n");
    OutputStream out = socket.getOutputStream();
    out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    out.write(bytes);
    out.flush();
    socket.shutdownOutput();
  }
}
