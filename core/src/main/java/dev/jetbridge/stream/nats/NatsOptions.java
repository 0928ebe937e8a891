package dev.jetbridge.stream.nats;

import dev.jetbridge.config.NatsSettings;
import io.nats.client.AuthHandler;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/**
 * What connections are made with: the settings, and what earlier connections learnt of the cluster.
 * Files are read again for each. Used on the connector's thread.
 */
final class NatsOptions {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final int PINGS_UNANSWERED = 2;

  private final NatsSettings settings;
  private final String name;
  private final SourceThreads threads;
  private final Timing timing;
  private final Set<String> servers;
  private boolean tls;

  NatsOptions(NatsSettings settings, String name, SourceThreads threads, Timing timing) {
    this.settings = settings;
    this.name = name;
    this.threads = threads;
    this.timing = timing;
    this.servers = new LinkedHashSet<>(settings.urls());
    this.tls =
        !settings.tls().isDefault()
            || servers.stream().anyMatch(url -> url.startsWith("tls:") || url.startsWith("wss:"));
  }

  /** Takes the servers that the last connection knew of: one may answer where the others don't. */
  void learn(Collection<String> known) {
    servers.clear();
    servers.addAll(settings.urls());
    servers.addAll(known);
  }

  /** A server asks for TLS though no URL says so: from now on it is used. */
  void useTls() {
    tls = true;
  }

  /**
   * Who the bridge is by its files.
   *
   * @throws IOException where one cannot be read
   */
  Identity identity() throws IOException {
    return Identity.read(settings);
  }

  /**
   * Options for one connection.
   *
   * @throws IOException where a file cannot be read or holds something else
   */
  Options build(LinkEvents events, Identity identity) throws IOException {
    Options.Builder options =
        new Options.Builder()
            .servers(servers.toArray(String[]::new))
            .connectionName(name)
            .connectionTimeout(CONNECT)
            .dataPortType(GuardedPort.class.getName())
            .maxReconnects(0)
            .pingInterval(timing.ping())
            .maxPingsOut(PINGS_UNANSWERED)
            .noEcho()
            .supportUTF8Subjects()
            .subjectValidationType(Options.SubjectValidationType.None)
            // What waits to be written is bounded by the requests and pulls under way. A bound here
            // would block whoever asks.
            .maxMessagesInOutgoingQueue(Integer.MAX_VALUE)
            .executor(threads.pool())
            .connectExecutor(threads.pool())
            .callbackExecutor(threads.timer())
            .scheduledExecutor(threads.timer())
            .connectionListener(events)
            .errorListener(events);
    authenticate(options, identity);
    if (tls) {
      // Other modes replace the host by its address before the certificate's name is checked.
      options.sslContext(NatsTls.context(settings.tls()));
      options.hostnameResolveMode(Options.HostnameResolveMode.HappyEyeballs);
    }
    return options.build();
  }

  private void authenticate(Options.Builder options, Identity identity) {
    AuthHandler handler = identity.handler();
    if (handler != null) {
      options.authHandler(handler);
    } else if (settings.user() != null) {
      options.userInfo(
          settings.user().toCharArray(),
          Objects.requireNonNull(settings.password()).value().toCharArray());
    } else if (settings.token() != null) {
      options.token(settings.token().value().toCharArray());
    }
  }
}
