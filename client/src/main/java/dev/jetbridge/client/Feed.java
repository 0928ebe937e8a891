package dev.jetbridge.client;

import java.net.URI;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One feed of a Jetbridge server, followed across as many connections as it takes: every event
 * once, in order, from its start point on, or a final state that says why not.
 *
 * <p>A feed is read by one thread at a time, in one of three ways: item by item ({@link #next} and
 * {@link #poll}), event by event (as an {@code Iterable}), or by handing the thread over to a
 * listener ({@link #deliver}). Nothing happens between reads: no thread of its own connects or
 * waits, and what the server sends ahead is bounded. {@link #close} may be called by any thread.
 */
public final class Feed implements Iterable<FeedEvent>, AutoCloseable {
  private static final long LEAVE_SECONDS = 2;

  private final Inbox inbox;
  private final Course course;
  private final Connector connector;
  private final Object leaving = new Object();

  Feed(
      FeedOptions options, Connector connector, Timepiece time, RandomGenerator random, int ahead) {
    this.connector = connector;
    this.inbox = new Inbox(time, ahead);
    this.course =
        new Course(
            options,
            connector,
            time,
            inbox,
            new Reconnection(options.patience(), options.backOff(), random, time.nanoTime()));
  }

  /**
   * Begins to describe a feed.
   *
   * @param server {@code ws://host:port}, {@code wss://...}, or the same with {@code http(s)}
   * @throws IllegalArgumentException where it is no address of a feed
   */
  public static FeedBuilder of(URI server) {
    return new FeedBuilder(FeedAddress.of(server));
  }

  /**
   * The same for an address as a person has typed it: what is wrong with it is told without what
   * may be a secret in it.
   */
  public static FeedBuilder of(String server) {
    return new FeedBuilder(FeedAddress.of(server));
  }

  /**
   * The next item, waited for. After a final state: that state again.
   *
   * @throws InterruptedException where the reading thread is interrupted; the feed can be read on
   */
  public FeedItem next() throws InterruptedException {
    while (true) {
      FeedItem item = poll();
      if (item != null) {
        return item;
      }
      inbox.await(course.deadline());
    }
  }

  /** The next item, null where there is none at this moment. */
  public @Nullable FeedItem poll() {
    while (true) {
      FeedState last = course.last();
      if (last != null) {
        return last;
      }
      if (inbox.closed()) {
        return course.stop();
      }
      FeedItem due = course.sentAway() ? course.due() : null;
      if (due != null) {
        return due;
      }
      Arrival arrival = inbox.poll();
      if (arrival == null) {
        return course.due();
      }
      FeedItem item = course.on(arrival);
      if (item != null) {
        return item;
      }
    }
  }

  /**
   * Where the feed stands after the item last read: what to store once that item has been dealt
   * with. Null where there is nothing yet that could be continued. Called by the reading thread.
   */
  public @Nullable FeedCursor cursor() {
    return course.position().cursor();
  }

  /**
   * Reads until the feed ends, and calls the listener on the calling thread.
   *
   * @return the final state
   * @throws InterruptedException where the calling thread is interrupted; the feed can be read on
   */
  public FeedState deliver(FeedListener listener) throws InterruptedException {
    while (true) {
      FeedItem item = poll();
      if (item == null) {
        listener.idled();
        item = next();
      }
      switch (item) {
        case FeedEvent event -> listener.delivered(event);
        case Bookmark bookmark -> listener.bookmarked(bookmark);
        case SnapshotBegin begin -> listener.snapshotBegun(begin);
        case SnapshotItem held -> listener.snapshotItem(held);
        case SnapshotEnd end -> listener.snapshotEnded(end);
        case Skipped skipped -> listener.skipped(skipped);
        case Upstream upstream -> listener.upstreamChanged(upstream);
        case FeedState state -> {
          listener.stateChanged(state);
          if (state.isFinal()) {
            return state;
          }
        }
      }
    }
  }

  /**
   * The feed's events from here on. The iterator ends where the feed was closed or its thread
   * interrupted (which closes it and keeps the thread's mark).
   *
   * @throws FeedException from {@code hasNext} and {@code next}, where the feed ended otherwise
   */
  @Override
  public Iterator<FeedEvent> iterator() {
    return new Events();
  }

  /**
   * Ends the feed and leaves the server; waits for its answer for at most {@value #LEAVE_SECONDS}
   * seconds. The reader is told with its next read. Further calls do nothing.
   */
  @Override
  public void close() {
    synchronized (leaving) {
      Connection connection = inbox.close();
      if (connection != null) {
        connection.leave().completeOnTimeout(null, LEAVE_SECONDS, TimeUnit.SECONDS).join();
      }
      connector.close();
    }
  }

  private final class Events implements Iterator<FeedEvent> {
    private @Nullable FeedEvent ahead;

    @Override
    public boolean hasNext() {
      try {
        while (ahead == null) {
          switch (Feed.this.next()) {
            case FeedEvent event -> ahead = event;
            case FeedState.Gone gone ->
                throw new FeedException(
                    new Failure(Failure.Kind.CURSOR_GONE, gone.problem().toString()));
            case FeedState.Stopped(Failure failure) -> {
              if (failure != null) {
                throw new FeedException(failure);
              }
              return false;
            }
            case FeedItem other -> {}
          }
        }
        return true;
      } catch (InterruptedException e) {
        close();
        Thread.currentThread().interrupt();
        return false;
      }
    }

    @Override
    public FeedEvent next() {
      if (!hasNext()) {
        throw new NoSuchElementException("the feed has ended");
      }
      FeedEvent event = ahead;
      ahead = null;
      return java.util.Objects.requireNonNull(event);
    }
  }
}
