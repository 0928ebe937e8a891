package dev.jetbridge.bridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetbridge.testkit.CloseSeen;
import dev.jetbridge.testkit.FeedEvent;
import dev.jetbridge.testkit.FeedReader;
import dev.jetbridge.testkit.FeedTruth;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * One client of several bridges: wherever it was cut off or sent away it goes on at the next, with
 * its cursor and what came with it, and remembers all events from the first on. For one thread.
 */
final class Roamer implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final List<RunningBridge> bridges;
  private final String filter;
  private final long bytesPerSecond;
  private final List<FeedEvent> events = new ArrayList<>();
  private int turn;
  private long cursor;
  private String epoch = "";
  private String time = "";
  private FeedReader feed;

  private Roamer(List<RunningBridge> bridges, int first, String filter, long bytesPerSecond) {
    this.bridges = bridges;
    this.turn = first;
    this.filter = filter;
    this.bytesPerSecond = bytesPerSecond;
    this.feed = open();
  }

  /**
   * Begins at 0.
   *
   * @param bridges those that there are whenever it looks for the next
   * @param filter a subject filter; empty for everything
   */
  static Roamer at(List<RunningBridge> bridges, int first, String filter, long bytesPerSecond) {
    return new Roamer(bridges, first, filter, bytesPerSecond);
  }

  private FeedReader open() {
    StringBuilder query = new StringBuilder("?since=").append(cursor);
    query.append(filter.isEmpty() ? "" : "&subject=" + filter);
    query.append(epoch.isEmpty() ? "" : "&epoch=" + epoch);
    query.append(time.isEmpty() ? "" : "&at=" + URLEncoder.encode(time, StandardCharsets.UTF_8));
    RunningBridge bridge = bridges.get(turn++ % bridges.size());
    return FeedReader.open(bridge.slowly(query.toString()).bytesPerSecond(bytesPerSecond));
  }

  /** Keeps the events that have come so far, and where they leave off. */
  private void take() {
    // Asked first: of a feed that has ended nothing comes any more.
    boolean ended = feed.closed() != null;
    List<FeedEvent> shown = feed.events();
    if (!shown.isEmpty()) {
      events.addAll(shown);
      cursor = shown.getLast().seq();
      time = shown.getLast().time();
    }
    feed.controls("hello").forEach(hello -> epoch = hello.path("epoch").asText());
    if (ended) {
      feed.controls("bookmark").forEach(this::covered);
    }
  }

  private void covered(JsonNode bookmark) {
    long seq = bookmark.path("seq").asLong();
    if (seq > cursor) {
      cursor = seq;
      time = bookmark.path("time").asText("");
    }
  }

  /** Is cut off, as when the network goes, and goes on at the next bridge at once. */
  void cut() {
    leave();
    feed = open();
  }

  /** Is cut off, and stays away. */
  void leave() {
    // First: whatever is read meanwhile is not kept, and the cursor does not cover it.
    take();
    feed.close();
  }

  /** Comes back from where it left. */
  void comeBack() {
    feed = open();
  }

  /** The sequence of the last event that it has seen. */
  long reached() {
    return Math.max(cursor, feed.lastSeq());
  }

  /** Reads on until it has an event, or its cursor is called useless, whatever cuts it off. */
  private void settle(long last) {
    while (!isGone() && reached() < last) {
      feed.socket().readAtFullSpeed();
      Awaitility.await("the end of a feed, or its event " + last + ": " + feed)
          .atMost(LIMIT)
          .until(() -> feed.closed() != null || reached() >= last);
      CloseSeen end = feed.closed();
      if (end != null && end.code() != 4410 && reached() < last) {
        assertThat(end.code()).as("%s", feed).isIn(1001, 1006, 1013);
        cut();
      }
    }
    leave();
  }

  /** Whether its cursor was called useless. */
  boolean isGone() {
    CloseSeen end = feed.closed();
    return end != null && end.code() == 4410;
  }

  /** Reads to the end, and fails unless all of the truth came, or with 4410 its beginning. */
  void assertExact(FeedTruth truth) {
    FeedTruth mine = filter.isEmpty() ? truth : truth.matching(filter);
    settle(mine.expected().getLast().seq());
    if (isGone()) {
      mine.assertBegins(events);
      assertThat(events).hasSizeLessThan(mine.expected().size());
    } else {
      mine.assertDelivered(events);
    }
  }

  @Override
  public void close() {
    feed.close();
  }
}
