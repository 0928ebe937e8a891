package dev.jetbridge.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jetbridge.bridge.admin.ConsolePages;
import dev.jetbridge.bridge.auth.Authenticator;
import dev.jetbridge.config.AuthSettings;
import dev.jetbridge.config.Compression;
import dev.jetbridge.config.ConnectionLimits;
import dev.jetbridge.config.Console;
import dev.jetbridge.config.ProxyProtocol;
import dev.jetbridge.config.ServerSettings;
import dev.jetbridge.config.TlsSettings;
import dev.jetbridge.config.Transport;
import dev.jetbridge.testkit.RawWebSocket;
import dev.jetbridge.testkit.RawWebSocketBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** A data port whose feeds carry nothing, on a free port of the loopback address. */
final class TestPort implements AutoCloseable {
  static final String ALL = "token-of-all";
  static final String SOME = "token-of-some";
  static final String EXPIRED = "token-expired";
  static final String ORIGIN = "https://console.example.org";

  private static final String TOKENS =
      """
      tokens:
        - {name: all, token: %s, subjects: [">"]}
        - {name: some, token: %s, subjects: ["cellos.events.a.>", "audit.*"]}
        - {name: expired, token: %s, subjects: [">"], expires: 2020-01-01T00:00:00Z}
      """
          .formatted(ALL, SOME, EXPIRED);

  private final ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor();
  private final Queue<FeedRequest> opened = new ConcurrentLinkedQueue<>();
  private final Queue<String> outcomes = new ConcurrentLinkedQueue<>();
  private final EventLoops loops;
  private final Authenticator authenticator;
  private final DataPort port;
  private final Path tokens;
  private volatile boolean draining;

  private TestPort(Builder builder) throws IOException {
    tokens = Files.createTempFile("tokens", ".yaml");
    Files.writeString(tokens, TOKENS);
    loops = EventLoops.open(builder.transport, 1);
    authenticator =
        Authenticator.open(AuthSettings.ofTokensFile(tokens), Clock.systemUTC(), background);
    ServerSettings settings =
        new ServerSettings(
            "127.0.0.1",
            0,
            builder.proxyProtocol,
            builder.transport,
            1,
            builder.compression,
            builder.console ? Console.ON : Console.OFF,
            List.of(ORIGIN),
            builder.limits,
            builder.tls);
    port =
        DataPort.open(
            loops,
            settings,
            builder.inbound,
            new DataPort.Neighbours(
                authenticator,
                () -> draining,
                (channel, request) -> {
                  opened.add(request);
                  return builder.opener.opened(channel, request);
                },
                null,
                builder.console ? ConsolePages.onDataPort() : null,
                (outcome, nanos) -> outcomes.add(outcome),
                background));
  }

  /** The subprotocol by which a browser sends a token. */
  static String bearer(String token) {
    return "bearer."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(token.getBytes(StandardCharsets.UTF_8));
  }

  static TestPort open() {
    return with().open();
  }

  static Builder with() {
    return new Builder();
  }

  int number() {
    return port.address().getPort();
  }

  DataPort port() {
    return port;
  }

  /** A handshake that passes every check. */
  RawWebSocketBuilder feed() {
    return RawWebSocket.to(number()).path("/ws/events").bearer(ALL);
  }

  /** The one request that was handed to the opener, which happens after the client's answer. */
  FeedRequest opened() {
    return await("one feed to be opened").until(opened::peek, Objects::nonNull);
  }

  /** Waits for this to be all that became of connections, in order. */
  void awaitOutcomes(String... expected) {
    await("the count").untilAsserted(() -> assertThat(outcomes).containsExactly(expected));
  }

  void drain() {
    draining = true;
  }

  @Override
  public void close() {
    port.close();
    authenticator.close();
    loops.close();
    background.shutdownNow();
    try {
      Files.delete(tokens);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** What a port may differ in. */
  static final class Builder {
    private Transport transport = Transport.AUTO;
    private ProxyProtocol proxyProtocol = ProxyProtocol.OFF;
    private ConnectionLimits limits = ConnectionLimits.defaults();
    private InboundLimits inbound = InboundLimits.ofFramesPerSecond(100);
    private FeedOpener opener = (channel, request) -> new PoliteSession(channel);
    private @Nullable TlsSettings tls;
    private Compression compression = Compression.OFF;
    private boolean console;

    Builder console() {
      console = true;
      return this;
    }

    Builder compression(Compression kind) {
      compression = kind;
      return this;
    }

    Builder behindProxies() {
      proxyProtocol = ProxyProtocol.REQUIRED;
      return this;
    }

    Builder transport(Transport kind) {
      transport = kind;
      return this;
    }

    Builder connections(int most, int mostPerAddress) {
      limits =
          new ConnectionLimits(
              most,
              mostPerAddress,
              limits.handshakeTimeout(),
              limits.maxHeaderBytes(),
              limits.maxUriBytes());
      return this;
    }

    Builder handshakeTimeout(Duration timeout) {
      limits =
          new ConnectionLimits(
              limits.maxConnections(),
              limits.maxConnectionsPerAddress(),
              timeout,
              limits.maxHeaderBytes(),
              limits.maxUriBytes());
      return this;
    }

    Builder inbound(InboundLimits bounds) {
      inbound = bounds;
      return this;
    }

    Builder opener(FeedOpener feeds) {
      opener = feeds;
      return this;
    }

    Builder tls(TlsSettings settings) {
      tls = settings;
      return this;
    }

    TestPort open() {
      try {
        return new TestPort(this);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
