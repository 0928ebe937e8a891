package dev.jetbridge.bridge.app;

import dev.jetbridge.bridge.admin.AdminPages;
import dev.jetbridge.bridge.admin.ConsolePages;
import dev.jetbridge.bridge.admin.Knowledge;
import dev.jetbridge.bridge.auth.Authenticator;
import dev.jetbridge.bridge.diagnostics.Diagnostics;
import dev.jetbridge.bridge.log.Redaction;
import dev.jetbridge.bridge.metrics.AllocatorMeters;
import dev.jetbridge.bridge.metrics.DeliveryMeters;
import dev.jetbridge.bridge.metrics.DiagnosticsMeters;
import dev.jetbridge.bridge.metrics.HandshakeMeters;
import dev.jetbridge.bridge.metrics.LagMeter;
import dev.jetbridge.bridge.metrics.Metrics;
import dev.jetbridge.bridge.metrics.PortMeters;
import dev.jetbridge.bridge.metrics.ReadinessMeter;
import dev.jetbridge.bridge.metrics.ReplayMeters;
import dev.jetbridge.bridge.metrics.SessionMeters;
import dev.jetbridge.bridge.metrics.SkipMeters;
import dev.jetbridge.bridge.metrics.WindowMeters;
import dev.jetbridge.bridge.server.AdminPort;
import dev.jetbridge.bridge.server.AllocatorUse;
import dev.jetbridge.bridge.server.DataPort;
import dev.jetbridge.bridge.server.EventLoops;
import dev.jetbridge.bridge.server.Sessions;
import dev.jetbridge.bridge.server.SnapshotPort;
import dev.jetbridge.bridge.session.Feed;
import dev.jetbridge.bridge.session.ReplayPermits;
import dev.jetbridge.bridge.snapshot.SnapshotElsewhere;
import dev.jetbridge.bridge.window.EventFrames;
import dev.jetbridge.bridge.window.Frames;
import dev.jetbridge.bridge.window.Tail;
import dev.jetbridge.bridge.window.Window;
import dev.jetbridge.config.Compression;
import dev.jetbridge.config.Console;
import dev.jetbridge.config.DurationText;
import dev.jetbridge.config.Settings;
import dev.jetbridge.config.SnapshotMode;
import dev.jetbridge.event.EventReader;
import dev.jetbridge.stream.LoopThread;
import dev.jetbridge.stream.StreamMessage;
import dev.jetbridge.stream.SubjectFilters;
import dev.jetbridge.stream.nats.JetStreamSource;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running bridge: everything it is made of, put together here and nowhere else. */
public final class Bridge implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Bridge.class);
  private static final long LAG_SAMPLE_SECONDS = 10;

  /** What clients that do not leave are given beyond the drain window before they are cut off. */
  static final Duration AFTER_DRAIN = Duration.ofSeconds(8);

  private final Resources resources = new Resources();
  private final Settings settings;
  private final Tail tail;
  private final Sessions sessions;
  private final Checkup checkup;
  private final DataPort dataPort;
  private final AdminPort adminPort;
  private volatile boolean draining;

  /**
   * Starts a bridge. It serves at once; the broker may come later.
   *
   * @param effective the configuration as it may be shown to operators, secrets masked
   * @throws RuntimeException of {@code PortUnavailable} or {@code UnusableTokens}, with nothing
   *     left running
   */
  public static Bridge start(Settings settings, Supplier<String> effective) {
    return new Bridge(settings, effective);
  }

  private Bridge(Settings settings, Supplier<String> effective) {
    this.settings = settings;
    try {
      Metrics metrics = resources.closing(new Metrics());
      ScheduledThreadPoolExecutor background = resources.background();
      Authenticator authenticator =
          resources.closing(Authenticator.open(settings.auth(), Clock.systemUTC(), background));
      EventLoops loops =
          resources.closing(
              EventLoops.open(settings.server().transport(), settings.server().threads()));

      Diagnostics diagnostics = resources.closing(Watched.diagnostics(settings));
      DiagnosticsMeters.register(metrics.registry(), diagnostics, Watched.connections(settings));
      JetStreamSource tailSource = source(Watched.TAIL, diagnostics);
      JetStreamSource replaySource = source(Watched.REPLAY, diagnostics);
      SubjectFilters scope = Paces.scope(settings.stream());
      Function<StreamMessage, Frames> encoder = encoder(metrics);
      Window window = new Window(settings.window().maxEvents(), settings.window().maxBytes());
      TailEars ears = new TailEars();
      LoopThread tailThread =
          resources.closing(
              new LoopThread(
                  "jetbridge-tail",
                  e -> LOG.error("A task of the tail failed; the window may stand still", e)));
      tail = new Tail(tailSource, scope, window, encoder, Paces.tail(settings), tailThread, ears);
      ears.add(new WindowMeters(metrics.registry(), window, tail::upstream));
      ears.add(new TailEvents(tailSource::connection, diagnostics, Clock.systemUTC()));

      ReplayPermits permits = new ReplayPermits(settings.replay().maxConcurrent());
      ReplayMeters.register(metrics.registry(), permits);
      AllocatorMeters.register(metrics.registry(), new AllocatorUse());
      EmbeddedSnapshot snapshot =
          settings.snapshot().mode() == SnapshotMode.EMBEDDED
              ? resources.closing(new EmbeddedSnapshot(settings, metrics, diagnostics, background))
              : null;
      Feed feed =
          new Feed(
              replaySource,
              scope,
              window,
              tail::upstream,
              encoder,
              permits,
              new SessionMeters(metrics.registry()),
              snapshot == null ? null : snapshot.snapshots(),
              Paces.sessions(settings));
      sessions =
          new Sessions(
              loops,
              feed,
              new DeliveryMeters(metrics, Clock.systemUTC()),
              settings.session().outboxBytes(),
              settings.session().sendTimeout());
      ears.add(sessions);
      authenticator.onReload(() -> sessions.review(new Standing(authenticator)));

      ReplayConnection replays = new ReplayConnection();
      replaySource.onConnection(replays);
      checkup = new Checkup(tail::upstream, replays, () -> draining, loops);
      ReadinessMeter.register(metrics.registry(), this::isReady);
      Knowledge knowledge =
          new Knowledge(
              metrics::scrape,
              checkup::faults,
              effective,
              sessions::views,
              () -> diagnostics(diagnostics, snapshot),
              tail::resetWindow,
              snapshot == null ? null : snapshot.care());
      boolean isSecure = settings.server().tls() != null;
      adminPort =
          resources.closing(
              AdminPort.open(
                  loops,
                  settings.admin(),
                  new AdminPages(
                      settings.admin(),
                      knowledge,
                      ConsolePages.onAdminPort(this::feedPort, isSecure),
                      Redaction.knowing(settings.secrets()))));
      dataPort =
          resources.closing(
              DataPort.open(
                  loops,
                  settings.server(),
                  settings.session().maxInboundPerSecond(),
                  new DataPort.Neighbours(
                      authenticator,
                      () -> draining,
                      sessions,
                      snapshotPort(settings, snapshot),
                      settings.server().console() == Console.ON ? ConsolePages.onDataPort() : null,
                      new HandshakeMeters(metrics.registry()),
                      background)));
      PortMeters.register(
          metrics.registry(), dataPort, settings.server().limits().maxConnections());
      tail.start();
      if (snapshot != null) {
        snapshot.start();
      }
      sampleLag(new LagMeter(metrics.registry()), background);
    } catch (RuntimeException | Error e) {
      resources.close();
      throw e;
    }
  }

  private static @Nullable SnapshotPort snapshotPort(
      Settings settings, @Nullable EmbeddedSnapshot snapshot) {
    if (snapshot != null) {
      return snapshot.port();
    }
    String url = settings.snapshot().url();
    return settings.snapshot().mode() == SnapshotMode.REDIRECT && url != null
        ? new SnapshotPort(
            new SnapshotElsewhere(url),
            settings.session().sendTimeout(),
            settings.snapshot().maxResponse())
        : null;
  }

  private int feedPort() {
    return dataPort.address().getPort();
  }

  private JetStreamSource source(String connection, Diagnostics diagnostics) {
    JetStreamSource source =
        resources.closing(
            JetStreamSource.open(settings.nats(), settings.stream(), connection, diagnostics));
    diagnostics.watch(source::connection);
    return source;
  }

  private Map<String, Object> diagnostics(
      Diagnostics diagnostics, @Nullable EmbeddedSnapshot snapshot) {
    Map<String, Object> facts = diagnostics.report();
    facts.putAll(checkup.diagnostics());
    if (snapshot != null) {
      facts.put("snapshot", snapshot.facts());
    }
    return facts;
  }

  private Function<StreamMessage, Frames> encoder(Metrics metrics) {
    return EventFrames.encoder(
        new EventReader(settings.events().maxBytes()),
        settings.server().compression() == Compression.SHARED,
        new SkipLog(settings.stream().name(), new SkipMeters(metrics.registry())));
  }

  private void sampleLag(LagMeter lag, ScheduledThreadPoolExecutor background) {
    var unused =
        background.scheduleWithFixedDelay(
            () -> sessions.views().thenAccept(lag::sample),
            LAG_SAMPLE_SECONDS,
            LAG_SAMPLE_SECONDS,
            TimeUnit.SECONDS);
  }

  /** Where clients connect. */
  public InetSocketAddress dataAddress() {
    return dataPort.address();
  }

  /** Where operators ask. */
  public InetSocketAddress adminAddress() {
    return adminPort.address();
  }

  /** Whether new feeds can be served now. */
  public boolean isReady() {
    return checkup.faults().isEmpty();
  }

  /** Why its stream may not be served at all, null where it may or is not known yet. */
  public @Nullable String refusal() {
    return tail.refusal();
  }

  /**
   * Ends it in good order: no new feeds, every session sent away within the drain window, which
   * snapshots under way have to end in as well, then everything closed. Returns when that is done,
   * a few seconds after the window at the latest.
   */
  public void drain() {
    draining = true;
    Duration window = settings.drain().window();
    long end = System.nanoTime() + window.toNanos();
    LOG.info("Draining: no new feeds, sessions are sent away within {}", DurationText.of(window));
    try {
      sessions.drain(window).get(window.plus(AFTER_DRAIN).toMillis(), TimeUnit.MILLISECONDS);
      boolean unused = dataPort.awaitNone(Duration.ofNanos(end - System.nanoTime()));
    } catch (java.util.concurrent.TimeoutException e) {
      LOG.warn(
          "Some clients did not leave within {} after the drain window",
          DurationText.of(AFTER_DRAIN));
      sessions.abortAll();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException e) {
      LOG.error("The drain failed; connections are cut", e);
    }
    close();
  }

  /** Ends it at once. */
  @Override
  public void close() {
    draining = true;
    tail.close();
    resources.close();
  }
}
