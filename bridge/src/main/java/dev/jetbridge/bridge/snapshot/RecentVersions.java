package dev.jetbridge.bridge.snapshot;

import dev.jetbridge.snapshot.Version;
import dev.jetbridge.snapshot.Versions;
import dev.jetbridge.snapshot.live.LiveState;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The versions that are being read: the newest, which whoever asks within a moment is given too,
 * and those that somebody pages through. Each that is held keeps alive what was overwritten since,
 * so they are few, and let go of after a while. Thread-safe.
 */
final class RecentVersions {
  /** How old a version may be that is given to another reader: a herd comes within this. */
  static final Duration SHARED = Duration.ofMillis(100);

  /** The most versions that are paged through at a time. */
  static final int MAX_PAGED = 8;

  private final LiveState state;
  private final long retentionNanos;
  private final LongSupplier nanos;
  private final Map<Long, Paged> paged = new LinkedHashMap<>(16, 0.75f, true);
  private @Nullable Taken newest;

  /**
   * A version and who it is.
   *
   * @param id names it in tokens, as no other process and no other version is named
   */
  record Taken(long id, Version version, long takenNanos) {}

  private record Paged(Taken taken, long usedNanos) {}

  RecentVersions(LiveState state, Duration retention, LongSupplier nanos) {
    this.state = state;
    this.retentionNanos = retention.toNanos();
    this.nanos = nanos;
  }

  /**
   * A version that holds everything up to a sequence, as soon as there is one.
   *
   * @return empty while there is no state to take it of; fails with a {@link
   *     java.util.concurrent.TimeoutException} where it takes longer than {@code patience}
   */
  Optional<CompletableFuture<Taken>> take(long atLeast, Duration patience) {
    Optional<Versions> versions = state.versions();
    if (versions.isEmpty()) {
      forget();
      return Optional.empty();
    }
    Taken known = shared(atLeast);
    if (known != null) {
      return Optional.of(CompletableFuture.completedFuture(known));
    }
    CompletableFuture<Version> asked =
        atLeast > 0 ? versions.get().atLeast(atLeast) : versions.get().take();
    return Optional.of(
        asked
            .copy()
            .orTimeout(Math.max(1, patience.toMillis()), TimeUnit.MILLISECONDS)
            .whenComplete((version, late) -> {
              if (late != null) {
                boolean unused = asked.cancel(false);
              }
            })
            .thenApply(this::taken));
  }

  private synchronized @Nullable Taken shared(long atLeast) {
    Taken known = newest;
    boolean fits =
        known != null
            && nanos.getAsLong() - known.takenNanos() < SHARED.toNanos()
            && known.version().label().position() >= atLeast;
    return fits ? known : null;
  }

  private synchronized Taken taken(Version version) {
    Taken known = newest;
    if (known != null && known.version() == version) {
      // Nothing came since: what was made of it is still right.
      newest = new Taken(known.id(), version, nanos.getAsLong());
      return newest;
    }
    Taken made = new Taken(ThreadLocalRandom.current().nextLong(), version, nanos.getAsLong());
    if (known == null || version.label().position() >= known.version().label().position()) {
      newest = made;
    }
    return made;
  }

  /** Holds a version for whoever pages through it. */
  synchronized void hold(Taken taken) {
    expire();
    paged.put(taken.id(), new Paged(taken, nanos.getAsLong()));
    Iterator<Long> oldest = paged.keySet().iterator();
    while (paged.size() > MAX_PAGED) {
      oldest.next();
      oldest.remove();
    }
  }

  /** A version that is paged through; empty where it was let go of. */
  synchronized Optional<Taken> held(long id) {
    expire();
    Paged known = paged.get(id);
    return known == null ? Optional.empty() : Optional.of(known.taken());
  }

  /** Lets go of what nobody has asked for in a while. Once in a while, on any thread. */
  synchronized void expire() {
    long now = nanos.getAsLong();
    paged.values().removeIf(p -> now - p.usedNanos() > retentionNanos);
    Taken known = newest;
    if (known != null && now - known.takenNanos() > SHARED.toNanos()) {
      newest = null;
    }
  }

  /** Lets go of everything. */
  synchronized void forget() {
    paged.clear();
    newest = null;
  }
}
