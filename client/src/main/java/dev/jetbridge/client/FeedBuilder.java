package dev.jetbridge.client;

import dev.jetbridge.stream.StartPoint;
import dev.jetbridge.stream.SubjectFilter;
import dev.jetbridge.stream.SubjectFilters;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Describes a feed before it is opened. Not for use by several threads. */
public final class FeedBuilder {
  /** The most filters that a server takes (P-2.3). */
  public static final int MAX_SUBJECTS = 64;

  private static final int READ_AHEAD = 1 << 20;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final FeedAddress address;
  private @Nullable Supplier<String> token;
  private @Nullable SubjectFilters filter;
  private StartPoint start = new StartPoint.Latest();
  private @Nullable FeedCursor cursor;
  private boolean snapshotWhenGone;
  private Patience patience = Patience.DEFAULT;
  private BackOff backOff = BackOff.DEFAULT;
  private @Nullable HttpClient http;
  private @Nullable SSLContext tls;

  FeedBuilder(FeedAddress address) {
    this.address = address;
  }

  /**
   * Where the token comes from. Asked before every connection, and once more when the server has
   * refused one, on the reading thread; an exception counts as having no token at that moment.
   */
  public FeedBuilder token(Supplier<String> source) {
    this.token = source;
    return this;
  }

  /** What to follow, as NATS subject filters, a union; unless said, all that the token may read. */
  public FeedBuilder subjects(String... filters) {
    return subjects(Arrays.stream(filters).map(SubjectFilter::new).toList());
  }

  /** What to follow; empty means all that the token may read. */
  public FeedBuilder subjects(Collection<SubjectFilter> filters) {
    SubjectFilters union =
        filters.isEmpty() ? null : new SubjectFilters(java.util.List.copyOf(filters));
    if (union != null && union.filters().size() > MAX_SUBJECTS) {
      throw new IllegalArgumentException(
          union.filters().size() + " subjects found, expected at most " + MAX_SUBJECTS);
    }
    this.filter = union;
    return this;
  }

  /** Where to begin; unless said, with what is published after the server takes the request. */
  public FeedBuilder since(StartPoint point) {
    this.start = point;
    this.cursor = null;
    return this;
  }

  /** Begins with the oldest event that the stream still holds. */
  public FeedBuilder sinceEarliest() {
    return since(new StartPoint.Earliest());
  }

  /** Begins with the state of the stream, and goes on with what follows it (P-10.5). */
  public FeedBuilder sinceSnapshot() {
    return since(new StartPoint.Snapshot());
  }

  /**
   * Goes on with a snapshot where the cursor cannot be continued, in place of an end: the reader is
   * told by {@link FeedState.Rebuilding}, and by {@link SnapshotBegin} once it comes. A cursor that
   * is gone again before anything came after the snapshot ends the feed: retention is then shorter
   * than what it takes to read the state.
   */
  public FeedBuilder snapshotWhenGone() {
    this.snapshotWhenGone = true;
    return this;
  }

  /**
   * Continues an earlier feed of the same stream and subjects.
   *
   * @see #open refuses a cursor of other subjects
   */
  public FeedBuilder continuing(FeedCursor stored) {
    since(new StartPoint.After(stored.cursor()));
    this.cursor = stored;
    return this;
  }

  /** How long to look for a server at first (15 s unless said): a wrong address ends the feed. */
  public FeedBuilder firstPatience(Duration limit) {
    this.patience = new Patience(limit, patience.outage());
    return this;
  }

  /** How long to look for a server in each later outage; unless said, as long as it takes. */
  public FeedBuilder outagePatience(Duration limit) {
    this.patience = new Patience(patience.first(), limit);
    return this;
  }

  /** The first and the highest ceiling of the delay between attempts (500 ms and 30 s). */
  public FeedBuilder backOff(Duration base, Duration cap) {
    this.backOff = new BackOff(base, cap);
    return this;
  }

  /** What TLS trusts, in place of the JDK's certificate authorities. */
  public FeedBuilder tls(SSLContext context) {
    this.tls = context;
    return this;
  }

  /** The HTTP client to use, for a proxy or a thread pool of one's own; the feed leaves it open. */
  public FeedBuilder http(HttpClient client) {
    this.http = client;
    return this;
  }

  /**
   * Makes the feed. It connects when it is first read.
   *
   * @throws IllegalArgumentException where the cursor belongs to other subjects than those asked
   *     for, or both {@link #tls} and {@link #http} are given
   */
  public Feed open() {
    if (cursor != null && !java.util.Objects.equals(cursor.filter(), filter)) {
      throw new IllegalArgumentException(
          "cursor of subjects '%s' found, expected one of '%s'"
              .formatted(named(cursor.filter()), named(filter)));
    }
    if (http != null && tls != null) {
      throw new IllegalArgumentException(
          "both an HTTP client and a TLS context found, expected the client to bring its own");
    }
    FeedOptions options =
        new FeedOptions(
            address,
            filter,
            start,
            cursor == null ? null : cursor.stream(),
            snapshotWhenGone,
            token,
            patience,
            backOff);
    return new Feed(
        options,
        new WebSocketConnector(http, tls, CONNECT_TIMEOUT),
        Timepiece.SYSTEM,
        RandomGenerator.getDefault(),
        READ_AHEAD);
  }

  /** Makes the feed and reads it on a thread of its own, until it ends or is closed. */
  public Feed start(FeedListener listener) {
    Feed feed = open();
    Thread.ofPlatform()
        .name("jetbridge-feed")
        .start(() -> {
          try (feed) {
            FeedState unused = feed.deliver(listener);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    return feed;
  }

  private static String named(@Nullable SubjectFilters subjects) {
    return subjects == null ? "all that the token may read" : subjects.toString();
  }
}
