package dev.jetbridge.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Opens connections with the JDK's WebSocket client. */
final class WebSocketConnector implements Connector {
  static final String SUBPROTOCOL = "jetbridge.v1";

  /** Visible ASCII, a little wider than RFC 6750 §2.1 has it. */
  private static final Pattern TOKEN = Pattern.compile("[!-~]+");

  private final HttpClient http;
  private final boolean owned;
  private final Duration timeout;

  /**
   * For one feed.
   *
   * @param given the client to use, null for one of its own
   * @param tls what one of its own trusts, null for the JDK's certificate authorities
   * @param timeout for the opening handshake
   */
  WebSocketConnector(@Nullable HttpClient given, @Nullable SSLContext tls, Duration timeout) {
    this.owned = given == null;
    this.http = given == null ? client(tls, timeout) : given;
    this.timeout = timeout;
  }

  @Override
  public Connection open(URI address, @Nullable String token, Inbox.Line line) {
    WebSocketConnection connection = new WebSocketConnection(line);
    if (!line.attach(connection)) {
      return connection;
    }
    if (token != null && !TOKEN.matcher(token).matches()) {
      // Said here and without it: the JDK would repeat the header's value.
      connection.failed(new Ending.NoToken("it holds characters that a header cannot carry"));
      return connection;
    }
    WebSocket.Builder builder =
        http.newWebSocketBuilder().connectTimeout(timeout).subprotocols(SUBPROTOCOL);
    if (token != null) {
      builder.header("Authorization", "Bearer " + token);
    }
    var unused =
        builder
            .buildAsync(address, connection)
            .handle((socket, failure) -> failure)
            .thenCompose(failure -> Handshake.ending(failure, http, address, token, timeout))
            .thenAccept(connection::failed);
    return connection;
  }

  @Override
  public void close() {
    if (owned) {
      http.shutdownNow();
    }
  }

  private static HttpClient client(@Nullable SSLContext tls, Duration timeout) {
    HttpClient.Builder builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(timeout);
    return tls == null ? builder.build() : builder.sslContext(tls).build();
  }
}
