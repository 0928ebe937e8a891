package dev.jetbridge.bridge.app;

import dev.jetbridge.bridge.admin.AdminPages;
import dev.jetbridge.bridge.admin.Knowledge;
import dev.jetbridge.bridge.admin.ProcessFacts;
import dev.jetbridge.bridge.auth.Authenticator;
import dev.jetbridge.bridge.diagnostics.Diagnostics;
import dev.jetbridge.bridge.log.Redaction;
import dev.jetbridge.bridge.metrics.AllocatorMeters;
import dev.jetbridge.bridge.metrics.DiagnosticsMeters;
import dev.jetbridge.bridge.metrics.HandshakeMeters;
import dev.jetbridge.bridge.metrics.Metrics;
import dev.jetbridge.bridge.metrics.PortMeters;
import dev.jetbridge.bridge.metrics.ReadinessMeter;
import dev.jetbridge.bridge.server.AdminPort;
import dev.jetbridge.bridge.server.AllocatorUse;
import dev.jetbridge.bridge.server.DataPort;
import dev.jetbridge.bridge.server.EventLoops;
import dev.jetbridge.config.DurationText;
import dev.jetbridge.config.Settings;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running server of the snapshot and nothing else: everything it is made of, put together. */
public final class StandaloneSnapshot implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StandaloneSnapshot.class);

  private final Resources resources = new Resources();
  private final Duration drainWindow;
  private final EmbeddedSnapshot snapshot;
  private final DataPort dataPort;
  private final AdminPort adminPort;
  private volatile boolean draining;

  /**
   * Starts one. It listens at once; the broker may come later.
   *
   * @param effective the configuration as it may be shown to operators, secrets masked
   * @throws RuntimeException of {@code PortUnavailable} or {@code UnusableTokens}, with nothing
   *     left running
   */
  public static StandaloneSnapshot start(Settings settings, Supplier<String> effective) {
    return new StandaloneSnapshot(settings, effective);
  }

  private StandaloneSnapshot(Settings settings, Supplier<String> effective) {
    this.drainWindow = settings.drain().window();
    try {
      Metrics metrics = resources.closing(new Metrics());
      AllocatorMeters.register(metrics.registry(), new AllocatorUse());
      ScheduledThreadPoolExecutor background = resources.background();
      Authenticator authenticator =
          resources.closing(Authenticator.open(settings.auth(), Clock.systemUTC(), background));
      EventLoops loops =
          resources.closing(
              EventLoops.open(settings.server().transport(), settings.server().threads()));
      Diagnostics diagnostics = resources.closing(Watched.diagnostics(settings));
      DiagnosticsMeters.register(metrics.registry(), diagnostics, List.of(Watched.SNAPSHOT));
      snapshot =
          resources.closing(new EmbeddedSnapshot(settings, metrics, diagnostics, background));
      ReadinessMeter.register(metrics.registry(), this::isReady);
      Knowledge knowledge =
          new Knowledge(
              metrics::scrape,
              this::faults,
              effective,
              () -> CompletableFuture.completedFuture(List.of()),
              () -> diagnostics(diagnostics),
              null,
              snapshot.care());
      adminPort =
          resources.closing(
              AdminPort.open(
                  loops,
                  settings.admin(),
                  new AdminPages(
                      settings.admin(), knowledge, null, Redaction.knowing(settings.secrets()))));
      dataPort =
          resources.closing(
              DataPort.open(
                  loops,
                  settings.server(),
                  settings.session().maxInboundPerSecond(),
                  new DataPort.Neighbours(
                      authenticator,
                      () -> draining,
                      null,
                      snapshot.port(),
                      null,
                      new HandshakeMeters(metrics.registry()),
                      background)));
      PortMeters.register(
          metrics.registry(), dataPort, settings.server().limits().maxConnections());
      snapshot.start();
    } catch (RuntimeException | Error e) {
      resources.close();
      throw e;
    }
  }

  private List<String> faults() {
    String fault = snapshot.fault();
    if (draining) {
      return List.of("draining");
    }
    return fault == null ? List.of() : List.of(fault);
  }

  private Map<String, Object> diagnostics(Diagnostics diagnostics) {
    Map<String, Object> facts = diagnostics.report();
    facts.putAll(ProcessFacts.now());
    facts.put("snapshot", snapshot.facts());
    return facts;
  }

  /** Where clients ask. */
  public InetSocketAddress dataAddress() {
    return dataPort.address();
  }

  /** Where operators ask. */
  public InetSocketAddress adminAddress() {
    return adminPort.address();
  }

  /** Whether the snapshot is served. */
  public boolean isReady() {
    return faults().isEmpty();
  }

  /**
   * Ends it in good order: new requests are refused, answers under way may end within the drain
   * window, then everything is closed as by {@link #close}.
   */
  public void drain() {
    draining = true;
    LOG.info(
        "Draining: no new answers, those under way end within {}", DurationText.of(drainWindow));
    try {
      if (!dataPort.awaitNone(drainWindow)) {
        LOG.warn("{} answers were not through within the drain window", dataPort.connections());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close();
  }

  /** Ends it at once, a last checkpoint written; answers under way are cut. */
  @Override
  public void close() {
    draining = true;
    resources.close();
  }
}
