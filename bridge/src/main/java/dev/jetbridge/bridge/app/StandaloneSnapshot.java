package dev.jetbridge.bridge.app;

import dev.jetbridge.bridge.admin.AdminPages;
import dev.jetbridge.bridge.admin.Knowledge;
import dev.jetbridge.bridge.admin.ProcessFacts;
import dev.jetbridge.bridge.auth.Authenticator;
import dev.jetbridge.bridge.metrics.AllocatorMeters;
import dev.jetbridge.bridge.metrics.HandshakeMeters;
import dev.jetbridge.bridge.metrics.Metrics;
import dev.jetbridge.bridge.server.AdminPort;
import dev.jetbridge.bridge.server.AllocatorUse;
import dev.jetbridge.bridge.server.DataPort;
import dev.jetbridge.bridge.server.EventLoops;
import dev.jetbridge.config.Settings;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
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

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
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
    try {
      Metrics metrics = closing(new Metrics());
      AllocatorMeters.register(metrics.registry(), new AllocatorUse());
      ScheduledThreadPoolExecutor background = background();
      Authenticator authenticator =
          closing(Authenticator.open(settings.auth(), Clock.systemUTC(), background));
      EventLoops loops =
          closing(EventLoops.open(settings.server().transport(), settings.server().threads()));
      snapshot = closing(new EmbeddedSnapshot(settings, metrics, background));
      Knowledge knowledge =
          new Knowledge(
              metrics::scrape,
              this::faults,
              effective,
              () -> CompletableFuture.completedFuture(List.of()),
              this::diagnostics,
              null,
              snapshot.care());
      adminPort =
          closing(
              AdminPort.open(
                  loops, settings.admin(), new AdminPages(settings.admin(), knowledge, null)));
      dataPort =
          closing(
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
      snapshot.start();
    } catch (RuntimeException | Error e) {
      closeAll();
      throw e;
    }
  }

  private ScheduledThreadPoolExecutor background() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "jetbridge-background");
              thread.setDaemon(true);
              return thread;
            });
    opened.push(executor::shutdownNow);
    return executor;
  }

  private <T extends AutoCloseable> T closing(T resource) {
    opened.push(resource);
    return resource;
  }

  private List<String> faults() {
    String fault = snapshot.fault();
    if (draining) {
      return List.of("draining");
    }
    return fault == null ? List.of() : List.of(fault);
  }

  private Map<String, Object> diagnostics() {
    Map<String, Object> facts = new LinkedHashMap<>(ProcessFacts.now());
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

  /** Ends it, a last checkpoint written; answers under way are cut. */
  @Override
  public void close() {
    draining = true;
    closeAll();
  }

  private void closeAll() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        LOG.warn("Something did not close well", e);
      }
    }
  }
}
