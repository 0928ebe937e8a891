package dev.jetbridge.stream.nats;

import dev.jetbridge.config.NatsSettings;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

/** What a connection is made with. Files are read again at each connect. */
final class NatsOptions {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration PING = Duration.ofSeconds(10);
  private static final int PINGS_UNANSWERED = 2;

  private final NatsSettings settings;
  private final String name;
  private final ExecutorService threads;
  private final ScheduledExecutorService timer;

  NatsOptions(
      NatsSettings settings, String name, ExecutorService threads, ScheduledExecutorService timer) {
    this.settings = settings;
    this.name = name;
    this.threads = threads;
    this.timer = timer;
  }

  Options build(LinkEvents events) {
    Options.Builder options =
        new Options.Builder()
            .servers(settings.urls().toArray(String[]::new))
            .connectionName(name)
            .connectionTimeout(CONNECT)
            .maxReconnects(0)
            .pingInterval(PING)
            .maxPingsOut(PINGS_UNANSWERED)
            .noEcho()
            .supportUTF8Subjects()
            .subjectValidationType(Options.SubjectValidationType.None)
            // What waits to be written is bounded by the requests and pulls under way. A bound here
            // would block whoever asks.
            .maxMessagesInOutgoingQueue(Integer.MAX_VALUE)
            .executor(threads)
            .connectExecutor(threads)
            .callbackExecutor(timer)
            .scheduledExecutor(timer)
            .connectionListener(events)
            .errorListener(events);
    authenticate(options);
    return options.build();
  }

  private void authenticate(Options.Builder options) {
    if (settings.credsFile() != null) {
      options.authHandler(Nats.credentials(settings.credsFile().toString()));
    } else if (settings.user() != null) {
      options.userInfo(
          settings.user().toCharArray(),
          Objects.requireNonNull(settings.password()).value().toCharArray());
    } else if (settings.token() != null) {
      options.token(settings.token().value().toCharArray());
    }
  }
}
