package dev.jetbridge.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The data port: where clients connect, and what holds before a session begins.
 *
 * @param host address to listen on
 * @param port TCP port; 0 takes any free one
 * @param proxyProtocol whether connections begin with the PROXY protocol's header
 * @param transport how sockets are waited for
 * @param threads event loops; 0 makes one for each processor
 * @param compression what of the feeds is compressed
 * @param console whether the console is served here
 * @param allowedOrigins the exact origins that browsers may connect from
 * @param limits bounds on connections and requests
 * @param tls certificate and key; null serves plain TCP
 */
public record ServerSettings(
    String host,
    int port,
    ProxyProtocol proxyProtocol,
    Transport transport,
    int threads,
    Compression compression,
    Console console,
    List<String> allowedOrigins,
    ConnectionLimits limits,
    @Nullable TlsSettings tls) {

  private static final ValueType<String> ORIGIN =
      Text.matching(
          "origin",
          "an origin as browsers send it, such as https://console.example.org (scheme, host, port;"
              + " no path)",
          "[a-z][a-z0-9+.-]*://[0-9a-z._-]+(:\\d{1,5})?|[a-z][a-z0-9+.-]*://\\[[0-9a-f:.]+](:\\d{1,5})?|null");

  static final Key<String> HOST =
      Key.of("server.host", Text.HOST, "0.0.0.0", "Address that the data port listens on.");
  static final Key<Integer> PORT =
      Key.of("server.port", Types.PORT, "8080", "The data port. `0` takes any free one.");
  static final Key<ProxyProtocol> PROXY_PROTOCOL =
      Key.of(
          "server.proxy-protocol",
          Types.choice(ProxyProtocol.values()),
          "off",
          "`required`: each connection begins with the header of the PROXY protocol, version 1 or 2, by"
              + " which a proxy tells the client's address; one without it is closed. That address"
              + " is then the one that limits, logs and `/sessions` go by. Only for a port that nobody"
              + " but the proxies can reach: the header is taken at its word.");
  static final Key<Transport> TRANSPORT =
      Key.of(
          "server.transport",
          Types.choice(Transport.values()),
          "auto",
          "How sockets are waited for: `epoll` (Linux), `nio` (anywhere), or `auto`: epoll where it"
              + " loads.");
  static final Key<Integer> THREADS =
      Key.of(
          "server.threads",
          Types.integer(0, 1024),
          "0",
          "Event loops that serve all connections. `0`: one for each processor.");
  static final Key<Compression> COMPRESSION =
      Key.of(
          "server.compression",
          Types.choice(Compression.values()),
          "off",
          "`shared`: events are compressed for clients that offer permessage-deflate (RFC 7692),"
              + " once for all of them. Fewer bytes for more CPU; each event then counts twice as"
              + " much towards `window.max-bytes`.");
  static final Key<Console> CONSOLE =
      Key.of(
          "server.console",
          Types.choice(Console.values()),
          "off",
          "`on`: the console is served at `/console/` on this port as well, for people who cannot"
              + " reach the admin port. The page is given to anybody; what it shows needs a token.");
  static final Key<List<String>> ALLOWED_ORIGINS =
      Key.of(
          "server.allowed-origins",
          Types.list(ORIGIN),
          "",
          "Origins that browsers may connect from, compared exactly. Requests without an `Origin`"
              + " do not come from a browser and pass.");

  static final Section SECTION =
      new Section(
          "Data port",
          List.of(
              HOST,
              PORT,
              ALLOWED_ORIGINS,
              ConnectionLimits.MAX_CONNECTIONS,
              ConnectionLimits.MAX_CONNECTIONS_PER_ADDRESS,
              PROXY_PROTOCOL,
              ConnectionLimits.HANDSHAKE_TIMEOUT,
              ConnectionLimits.MAX_HEADER_BYTES,
              ConnectionLimits.MAX_URI_BYTES,
              TlsSettings.CERTIFICATE_FILE,
              TlsSettings.KEY_FILE,
              TlsSettings.RELOAD_INTERVAL,
              TRANSPORT,
              THREADS,
              COMPRESSION,
              CONSOLE),
          ServerSettings::read);

  public ServerSettings {
    HOST.check(host);
    PORT.check(port);
    THREADS.check(threads);
    allowedOrigins = List.copyOf(allowedOrigins);
    ALLOWED_ORIGINS.check(allowedOrigins);
  }

  /** All interfaces, port 8080, plain TCP, no browser origin allowed. */
  public static ServerSettings defaults() {
    return read(Values.DEFAULTS);
  }

  static ServerSettings read(Values values) {
    return new ServerSettings(
        values.get(HOST),
        values.get(PORT),
        values.get(PROXY_PROTOCOL),
        values.get(TRANSPORT),
        values.get(THREADS),
        values.get(COMPRESSION),
        values.get(CONSOLE),
        values.get(ALLOWED_ORIGINS),
        ConnectionLimits.read(values),
        TlsSettings.read(values));
  }
}
