package dev.jetbridge.bridge.app;

import dev.jetbridge.bridge.admin.SnapshotCare;
import dev.jetbridge.bridge.diagnostics.Diagnostics;
import dev.jetbridge.bridge.metrics.Metrics;
import dev.jetbridge.bridge.metrics.SnapshotMeters;
import dev.jetbridge.bridge.server.SnapshotPort;
import dev.jetbridge.bridge.snapshot.SnapshotService;
import dev.jetbridge.bridge.snapshot.Snapshots;
import dev.jetbridge.config.Settings;
import dev.jetbridge.config.SnapshotSettings;
import dev.jetbridge.snapshot.Projection;
import dev.jetbridge.snapshot.checkpoint.CheckpointDirectory;
import dev.jetbridge.snapshot.checkpoint.CheckpointStore;
import dev.jetbridge.snapshot.live.LiveState;
import dev.jetbridge.snapshot.live.Standing;
import dev.jetbridge.stream.BrokerEvent;
import dev.jetbridge.stream.BrokerEvent.Party;
import dev.jetbridge.stream.nats.JetStreamSource;
import dev.jetbridge.stream.nats.ObjectBucket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The snapshot within this process: a connection, the state, and who answers with it. */
final class EmbeddedSnapshot implements AutoCloseable {
  private static final int MAKERS = 2;
  private static final long TIDY_SECONDS = 1;
  private static final Duration LAST_CHECKPOINT = Duration.ofSeconds(5);

  private final SnapshotSettings settings;
  private final Duration sendTimeout;
  private final JetStreamSource source;
  private final ExecutorService makers;
  private final LiveState state;
  private final SnapshotService service;

  /** One that does not read yet. */
  EmbeddedSnapshot(
      Settings settings,
      Metrics metrics,
      Diagnostics diagnostics,
      ScheduledExecutorService background) {
    this.settings = settings.snapshot();
    this.sendTimeout = settings.session().sendTimeout();
    this.makers = makers();
    this.source =
        JetStreamSource.open(settings.nats(), settings.stream(), Watched.SNAPSHOT, diagnostics);
    diagnostics.watch(source::connection);
    SnapshotMeters meters = new SnapshotMeters(metrics.registry());
    Projection projection = Projections.of(settings);
    this.state =
        new LiveState(
            source,
            projection,
            Projections.liveness(settings.snapshot().sources()),
            settings.snapshot().sources().max(),
            store(settings),
            Projections.pace(settings),
            new SnapshotEars(
                settings.stream().name(),
                meters,
                (party, why) -> rebuilt(diagnostics, party, why)));
    this.service =
        new SnapshotService(
            state,
            projection.scope(),
            this.settings.cacheBytes(),
            this.settings.pageRetention(),
            this.settings.maxResponse(),
            makers,
            Clock.systemUTC(),
            meters::read);
    meters.show(state::standing, service::cachedBytes, service::piecesMade);
    var unused =
        background.scheduleWithFixedDelay(
            service::tidy, TIDY_SECONDS, TIDY_SECONDS, TimeUnit.SECONDS);
  }

  private void rebuilt(Diagnostics diagnostics, Party party, String why) {
    diagnostics.happened(
        source.connection().event(Instant.now(), BrokerEvent.Kind.REBUILT, party, why));
  }

  private static @Nullable CheckpointStore store(Settings settings) {
    var checkpoints = settings.snapshot().checkpoints();
    String name = CheckpointName.of(settings.stream().name());
    return switch (checkpoints.place()) {
      case BUCKET ->
          new BucketCheckpoints(
              new ObjectBucket(settings.nats(), settings.stream().name(), checkpoints.bucket()),
              name);
      case DIRECTORY ->
          new CheckpointDirectory(
              Objects.requireNonNull(checkpoints.directory(), "checked by its settings"),
              name,
              InstantSource.system());
      case NONE -> null;
    };
  }

  private static ExecutorService makers() {
    AtomicInteger numbers = new AtomicInteger();
    return Executors.newFixedThreadPool(
        MAKERS,
        task -> {
          Thread thread = new Thread(task, "jetbridge-snapshot-" + numbers.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  /** Begins to read. */
  void start() {
    state.start();
  }

  /** How the data port serves it. */
  SnapshotPort port() {
    return new SnapshotPort(service, sendTimeout, settings.maxResponse());
  }

  /** What sessions begin with. */
  Snapshots snapshots() {
    return service;
  }

  /** What operators may do to it. */
  SnapshotCare care() {
    return new SnapshotOperator(service, state);
  }

  /** Why it is not served, null where it is. */
  @Nullable String fault() {
    Standing now = state.standing();
    if (now.served()) {
      return null;
    }
    String fault = now.fault();
    return "snapshot at " + now.position() + " not caught up" + (fault == null ? "" : ": " + fault);
  }

  /** Facts for an operator. */
  Map<String, Object> facts() {
    Standing now = state.standing();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("reading", now.reading());
    facts.put("served", now.served());
    facts.put("complete", now.complete());
    facts.put("cursor", now.position());
    facts.put("stream_last_seq", now.streamLast());
    facts.put("keys", now.keys());
    facts.put("bytes", now.bytes());
    facts.put("checkpointed", String.valueOf(now.checkpointed()));
    if (now.fault() != null) {
      facts.put("fault", now.fault());
    }
    return facts;
  }

  @Override
  public void close() {
    state.stop(LAST_CHECKPOINT);
    source.close();
    makers.shutdownNow();
  }
}
