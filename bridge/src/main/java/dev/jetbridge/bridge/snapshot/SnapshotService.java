package dev.jetbridge.bridge.snapshot;

import dev.jetbridge.bridge.protocol.HttpAnswer;
import dev.jetbridge.bridge.protocol.ProblemType;
import dev.jetbridge.bridge.protocol.Refusal;
import dev.jetbridge.bridge.protocol.SnapshotParameters;
import dev.jetbridge.bridge.snapshot.RecentVersions.Taken;
import dev.jetbridge.snapshot.Item;
import dev.jetbridge.snapshot.SourceList;
import dev.jetbridge.snapshot.Walk;
import dev.jetbridge.snapshot.live.Forgotten;
import dev.jetbridge.snapshot.live.LiveState;
import dev.jetbridge.stream.StreamFailure;
import dev.jetbridge.stream.SubjectFilters;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Answers with the state of the stream (P-10). What is asked for at the same time is made once:
 * answers to the same question of one version share their pieces.
 */
public final class SnapshotService implements SnapshotDesk, Snapshots {
  private static final Duration NO_PATIENCE = Duration.ofSeconds(5);
  private static final String RETRY_AFTER = "Retry-After";
  private static final Map<String, String> HEADERS =
      Map.of(
          "Cache-Control", "private, no-cache",
          "Vary", "Authorization, Accept-Encoding, Origin");

  private final LiveState state;
  private final SubjectFilters scope;
  private final RecentVersions versions;
  private final PieceCache cache;
  private final Executor elsewhere;
  private final Duration atMost;
  private final InstantSource clock;
  private final LongConsumer taken;
  private final Map<BodyKey, Reading> bodies = new LinkedHashMap<>();

  private record BodyKey(
      long version, @Nullable SubjectFilters filter, int from, long limit, Encoding encoding) {}

  /** A body and how many read it. */
  private static final class Reading {
    private final SnapshotBody body;
    private int readers;

    Reading(SnapshotBody body) {
      this.body = body;
    }
  }

  /**
   * Answers of a state.
   *
   * @param scope what the projection is of: who may read less is not shown what mixes subjects
   * @param cacheBytes what is kept of pieces that several may ask for
   * @param retention how long a version is kept that somebody pages through
   * @param atMost the longest that a version is told to one session
   * @param makers where pieces are made; may be busy for milliseconds
   * @param taken told how long each version was waited for, in nanoseconds
   */
  public SnapshotService(
      LiveState state,
      SubjectFilters scope,
      long cacheBytes,
      Duration retention,
      Duration atMost,
      Executor makers,
      InstantSource clock,
      LongConsumer taken) {
    this.state = state;
    this.scope = scope;
    this.versions = new RecentVersions(state, retention, System::nanoTime);
    this.cache = new PieceCache(cacheBytes, makers);
    this.elsewhere = makers;
    this.atMost = atMost;
    this.clock = clock;
    this.taken = taken;
  }

  @Override
  public CompletionStage<SnapshotAnswer> snapshot(SnapshotQuery query) {
    SnapshotParameters parameters = query.parameters();
    Optional<Refusal> refused = feedRefusal(parameters.subjects(), query.permitted());
    if (refused.isPresent()) {
      return refusal(refused.get());
    }
    SubjectFilters filter = filter(parameters.subjects().orElse(query.permitted()));
    if (parameters.after().isPresent()) {
      return CompletableFuture.completedStage(
          next(parameters.after().get(), filter, parameters, query));
    }
    long began = System.nanoTime();
    Duration patience = parameters.atLeast() > 0 ? parameters.patience() : NO_PATIENCE;
    Optional<CompletableFuture<Taken>> asked = versions.take(parameters.atLeast(), patience);
    if (asked.isEmpty()) {
      return refusal(notReady());
    }
    return asked
        .get()
        .handleAsync(
            (got, thrown) -> {
              if (got == null) {
                return new SnapshotAnswer.Refused(late(parameters.atLeast(), thrown));
              }
              taken.accept(System.nanoTime() - began);
              return page(got, Walk.START, filter, parameters, query);
            },
            elsewhere);
  }

  @Override
  public Optional<Refusal> feedRefusal(
      Optional<SubjectFilters> subjects, SubjectFilters permitted) {
    if (state.projection().key().isSubject()) {
      return subjects.isEmpty() || permitted.covers(subjects.get())
          ? Optional.empty()
          : Optional.of(
              Refusal.of(
                  ProblemType.FORBIDDEN_SUBJECT,
                  "subject outside the token's permission found, expected each to lie within one"
                      + " of: "
                      + permitted));
    }
    if (subjects.isPresent()) {
      return Optional.of(
          Refusal.of(
              ProblemType.BAD_PARAMETER,
              "subject found, expected none: items of this snapshot mix subjects"));
    }
    return wholeScope(permitted);
  }

  private Optional<Refusal> wholeScope(SubjectFilters permitted) {
    return permitted.covers(scope)
        ? Optional.empty()
        : Optional.of(
            Refusal.of(
                ProblemType.FORBIDDEN_SCOPE,
                "token that may read "
                    + permitted
                    + " found, expected one that may read all that goes into it: "
                    + scope));
  }

  private @Nullable SubjectFilters filter(SubjectFilters asked) {
    return asked.covers(scope) ? null : asked;
  }

  private SnapshotAnswer next(
      String text,
      @Nullable SubjectFilters filter,
      SnapshotParameters parameters,
      SnapshotQuery query) {
    Optional<PageToken> token = PageToken.parse(text);
    if (token.isEmpty()) {
      return new SnapshotAnswer.Refused(
          Refusal.of(
              ProblemType.BAD_PARAMETER, "after found that is no token, expected a page's next"));
    }
    Optional<Taken> held = versions.held(token.get().version());
    if (held.isEmpty() || state.versions().isEmpty()) {
      return new SnapshotAnswer.Refused(
          Refusal.of(
              ProblemType.PAGE_EXPIRED,
              "version that is held no longer found, expected one that was paged through within"
                  + " snapshot.page-retention: begin again without after"));
    }
    PageToken expected = PageToken.of(held.get().id(), token.get().place(), filter);
    return expected.equals(token.get())
        ? page(held.get(), token.get().place(), filter, parameters, query)
        : new SnapshotAnswer.Refused(
            Refusal.of(
                ProblemType.BAD_PARAMETER,
                "after beside other subjects found, expected those of the page before"));
  }

  private SnapshotAnswer page(
      Taken from,
      int place,
      @Nullable SubjectFilters filter,
      SnapshotParameters parameters,
      SnapshotQuery query) {
    long limit = parameters.limit().orElse(Long.MAX_VALUE);
    boolean paged = parameters.limit().isPresent() || place > 0;
    if (paged) {
      versions.hold(from);
    }
    String part = paged ? from.id() + "/" + place + "/" + limit : "";
    String tag = EntityTag.of(from.version(), filter, part, query.encoding());
    Map<String, String> headers = new LinkedHashMap<>(HEADERS);
    headers.put("ETag", tag);
    if (EntityTag.matches(query.ifNoneMatch(), tag)) {
      return new SnapshotAnswer.Brief(HttpAnswer.empty(304, headers));
    }
    headers.put("Content-Type", "application/json");
    if (query.encoding() == Encoding.GZIP) {
      headers.put("Content-Encoding", "gzip");
    }
    return new SnapshotAnswer.Streamed(headers, body(from, place, limit, filter, query.encoding()));
  }

  private Pieces body(
      Taken from, int place, long limit, @Nullable SubjectFilters filter, Encoding encoding) {
    BodyKey key = new BodyKey(from.id(), filter, place, limit, encoding);
    synchronized (bodies) {
      Reading reading =
          bodies.computeIfAbsent(
              key,
              k ->
                  new Reading(
                      new SnapshotBody(
                          from.version(),
                          filter,
                          place,
                          limit,
                          encoding,
                          cache,
                          next -> PageToken.of(from.id(), next, filter).text(),
                          () -> released(key))));
      reading.readers++;
      return reading.body;
    }
  }

  private void released(BodyKey key) {
    synchronized (bodies) {
      Reading reading = bodies.get(key);
      if (reading != null) {
        reading.readers--;
      }
    }
  }

  /**
   * Lets go of what nobody reads and nobody would be given again. Call it every second or so: a
   * version that is held keeps alive what was overwritten since.
   */
  public void tidy() {
    versions.expire();
    synchronized (bodies) {
      Iterator<Map.Entry<BodyKey, Reading>> all = bodies.entrySet().iterator();
      while (all.hasNext()) {
        Reading reading = all.next().getValue();
        if (reading.readers == 0) {
          all.remove();
          cache.drop(reading.body);
        }
      }
    }
  }

  /** Bytes of pieces that are kept. */
  public long cachedBytes() {
    return cache.bytes();
  }

  /** Pieces made since the start. */
  public long piecesMade() {
    return cache.made();
  }

  /**
   * Takes items out, of this state and its checkpoints, and out of every answer that begins from
   * now on.
   */
  public CompletableFuture<Forgotten> forget(Predicate<Item> which) {
    return state.forget(which).whenComplete((forgotten, thrown) -> versions.forget());
  }

  @Override
  public CompletionStage<Telling> tell(SubjectFilters filters) {
    Optional<CompletableFuture<Taken>> asked = versions.take(0, NO_PATIENCE);
    if (asked.isEmpty()) {
      return CompletableFuture.failedStage(
          new StreamFailure.Failed(
              new StreamFailure(StreamFailure.Kind.UNAVAILABLE, "the snapshot is being made")));
    }
    boolean all = !state.projection().key().isSubject();
    return asked
        .get()
        .thenApplyAsync(
            got -> new VersionTelling(got.version(), all ? null : filter(filters)), elsewhere);
  }

  @Override
  public Duration atMost() {
    return atMost;
  }

  @Override
  public CompletionStage<SnapshotAnswer> sources(SubjectFilters permitted) {
    Optional<Refusal> refused = wholeScope(permitted);
    if (refused.isPresent()) {
      return refusal(refused.get());
    }
    Optional<CompletableFuture<SourceList>> list = state.sources();
    if (list.isEmpty()) {
      return refusal(notReady());
    }
    return list.get()
        .orTimeout(NO_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .handleAsync(
            (sources, thrown) ->
                sources == null
                    ? new SnapshotAnswer.Refused(late(0, thrown))
                    : new SnapshotAnswer.Streamed(
                        Map.of(
                            "Content-Type", "application/json",
                            "Cache-Control", "private, no-store",
                            "Vary", "Authorization, Origin"),
                        new SourcesBody(sources, clock.instant(), state.unlistedSources())),
            elsewhere);
  }

  private static CompletionStage<SnapshotAnswer> refusal(Refusal refusal) {
    return CompletableFuture.completedStage(new SnapshotAnswer.Refused(refusal));
  }

  private Refusal notReady() {
    return Refusal.of(
            ProblemType.SNAPSHOT_NOT_READY,
            "state at "
                + state.standing().position()
                + " that is still being made found, expected one that has caught up with the"
                + " stream")
        .with(RETRY_AFTER, "2");
  }

  private Refusal late(long atLeast, @Nullable Throwable thrown) {
    Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    if (cause instanceof TimeoutException) {
      return Refusal.of(
              ProblemType.SNAPSHOT_BEHIND,
              "state at "
                  + state.standing().position()
                  + " found, expected at least "
                  + atLeast
                  + " in the time given")
          .with(RETRY_AFTER, "1");
    }
    return Refusal.of(ProblemType.INTERNAL_ERROR, "the server failed to make an answer");
  }
}
