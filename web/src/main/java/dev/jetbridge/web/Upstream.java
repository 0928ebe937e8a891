package dev.jetbridge.web;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** The feed that webview stands before, and the token that it shows there. Thread-safe. */
final class Upstream {
  private static final String USUAL_PATH = "/ws/events";
  private static final int CONNECT_MILLIS = 10_000;
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /** What of a page's request reaches the feed: no cookie, no origin, no credential of its own. */
  private static final List<String> PASSED =
      List.of(
          "Upgrade",
          "Sec-WebSocket-Key",
          "Sec-WebSocket-Version",
          "Sec-WebSocket-Protocol",
          "Accept");

  private final URI address;
  private final boolean secure;
  private final @Nullable Supplier<String> token;

  private Upstream(URI address, boolean secure, @Nullable Supplier<String> token) {
    this.address = address;
    this.secure = secure;
    this.token = token;
  }

  /**
   * The feed at an address.
   *
   * @param token asked for each connection; null where the feed is asked without
   * @throws IllegalArgumentException where it is no address of a feed
   */
  static Upstream of(URI address, @Nullable Supplier<String> token) {
    String scheme = String.valueOf(address.getScheme());
    if (!scheme.matches("(?i)wss?|https?")
        || address.getHost() == null
        || address.getRawQuery() != null
        || address.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "address '"
              + address.getScheme()
              + "://"
              + address.getHost()
              + "' found, expected ws://host[:port] or wss://host[:port], token and parameters"
              + " apart");
    }
    return new Upstream(address, scheme.matches("(?i)wss|https"), token);
  }

  /**
   * Connects and asks for what the page asked for.
   *
   * @return a connection whose answer is still to be read
   */
  Socket ask(RequestHead page) throws IOException {
    Socket socket = open();
    try {
      OutputStream out = socket.getOutputStream();
      out.write(request(page).getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private String request(RequestHead page) throws IOException {
    String path = address.getRawPath();
    boolean bare = path == null || path.isEmpty() || path.equals("/");
    StringBuilder request =
        new StringBuilder("GET ")
            .append(bare ? USUAL_PATH : path)
            .append(page.query().isEmpty() ? "" : "?" + page.query())
            .append(" HTTP/1.1\r\nHost: ")
            .append(address.getRawAuthority())
            .append("\r\nConnection: ")
            .append(page.isUpgrade() ? "Upgrade" : "close")
            .append("\r\n");
    for (String name : PASSED) {
      String value = page.header(name.toLowerCase(java.util.Locale.ROOT));
      if (value != null) {
        request.append(name).append(": ").append(value).append("\r\n");
      }
    }
    if (token != null) {
      request.append("Authorization: Bearer ").append(clean(token.get())).append("\r\n");
    }
    return request.append("\r\n").toString();
  }

  // A line break in a token would be a header of its own.
  private static String clean(String token) throws IOException {
    if (!token.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw new IOException("token found with characters that no header can carry");
    }
    return token;
  }

  private Socket open() throws IOException {
    int port = address.getPort() >= 0 ? address.getPort() : secure ? HTTPS : HTTP;
    Socket plain = new Socket();
    try {
      plain.setTcpNoDelay(true);
      plain.connect(new InetSocketAddress(bareHost(), port), CONNECT_MILLIS);
      return secure ? secured(plain, port) : plain;
    } catch (IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  private SSLSocket secured(Socket plain, int port) throws IOException {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    SSLSocket socket = (SSLSocket) factory.createSocket(plain, bareHost(), port, true);
    SSLParameters parameters = socket.getSSLParameters();
    // Without it any certificate of any name would do (RFC 9110 §4.3.4).
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    plain.setSoTimeout(CONNECT_MILLIS);
    socket.startHandshake();
    plain.setSoTimeout(0);
    return socket;
  }

  private String bareHost() {
    String host = address.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
