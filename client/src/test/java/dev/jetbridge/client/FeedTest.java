package dev.jetbridge.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.stream.Cursor;
import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.StartPoint;
import dev.jetbridge.stream.SubjectFilters;
import dev.jetbridge.testkit.Clause;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A feed")
class FeedTest {
  private static final Ending LOST = new Ending.Unreachable("lost");

  private final VirtualTime time = new VirtualTime();
  private final FakeConnector network = new FakeConnector();

  private boolean snapshotWhenGone;

  private Feed feed(StartPoint start, @Nullable Supplier<String> token) {
    FeedOptions options =
        new FeedOptions(
            FeedAddress.of(URI.create("ws://server:8080")),
            null,
            start,
            null,
            snapshotWhenGone,
            token,
            Patience.DEFAULT,
            BackOff.DEFAULT);
    return new Feed(options, network, time, RandomGenerator.of("L64X128MixRandom"), 1 << 16);
  }

  private Feed feed() {
    return feed(new StartPoint.After(Cursor.of(0)), null);
  }

  private static FeedItem next(Feed feed) {
    try {
      return feed.next();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static List<FeedItem> items(Feed feed, int count) {
    List<FeedItem> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(next(feed));
    }
    return items;
  }

  /** What a feed yields, in words, up to its final state or so many items. */
  private static List<String> words(Feed feed, int most) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      FeedItem item = next(feed);
      words.add(
          switch (item) {
            case FeedEvent event -> "event " + event.sequence();
            case Bookmark bookmark -> "bookmark " + bookmark.cursor().sequence();
            case SnapshotBegin begin -> "begin " + begin.sequence() + ": " + begin.count();
            case SnapshotItem held -> "item " + held.key() + "=" + held.json();
            case SnapshotEnd end -> "end " + end.cursor().sequence();
            case FeedState.Rebuilding rebuilding -> "rebuilding";
            case Skipped skipped -> "skipped " + skipped.sequence();
            case Upstream upstream -> "upstream " + upstream.up();
            case FeedState.Connecting(int attempt) -> "connecting " + attempt;
            case FeedState.CatchingUp state -> "catching up";
            case FeedState.Live(long sequence) -> "live " + sequence;
            case FeedState.Waiting(int attempt, Duration delay, Ending cause) ->
                "waiting " + attempt + ": " + cause;
            case FeedState.Gone gone -> "gone";
            case FeedState.Stopped(Failure failure) ->
                "stopped" + (failure == null ? "" : ": " + failure.kind());
          });
      if (item instanceof FeedState state && state.isFinal()) {
        return words;
      }
    }
    return words;
  }

  @Nested
  @DisplayName("that is undisturbed")
  class Undisturbed {
    @Test
    @Clause({"P-6.1", "P-6.2", "P-6.3", "P-6.4", "P-6.5", "P-5.3"})
    @DisplayName("tells everything in the order in which it came")
    void everything() {
      network.brings(
          Frames.hello(0),
          Frames.event(1),
          Frames.skipped(2),
          Frames.event(3),
          Frames.caughtUp(3),
          "{\"type\":\"upstream\",\"state\":\"down\"}",
          "{\"type\":\"something new\"}",
          Frames.bookmark(9));
      assertThat(words(feed(), 8))
          .containsExactly(
              "connecting 1",
              "catching up",
              "event 1",
              "skipped 2",
              "event 3",
              "live 3",
              "upstream false",
              "bookmark 9");
      assertThat(network.query(0)).isEqualTo("since=0");
    }

    @Test
    @DisplayName("connects when it is read, not before")
    void lazy() {
      Feed feed = feed();
      assertThat(network.asked).isEmpty();
      assertThat(feed.poll()).isEqualTo(new FeedState.Connecting(1));
      assertThat(feed.poll()).isNull();
    }

    @Test
    @DisplayName("stands where the item last read ends")
    void cursor() {
      network.brings(Frames.hello(0), Frames.event(1), Frames.event(2), Frames.bookmark(5));
      Feed feed = feed();
      assertThat(feed.cursor()).isNull();
      items(feed, 3);
      Epoch epoch = new Epoch(Frames.EPOCH);
      assertThat(feed.cursor())
          .isEqualTo(
              new FeedCursor(
                  Frames.STREAM, null, new Cursor(1, epoch, Instant.parse(Frames.time(1)))));
      items(feed, 2);
      assertThat(feed.cursor())
          .isEqualTo(
              new FeedCursor(
                  Frames.STREAM, null, new Cursor(5, epoch, Instant.parse(Frames.time(5)))));
    }
  }

  @Nested
  @DisplayName("whose connection is lost")
  class Lost {
    @Test
    @Clause({"P-5.4", "P-2.4"})
    @DisplayName("goes on after the last event that it handed over, with epoch and time")
    void resumes() {
      network
          .bringsThen(LOST, Frames.hello(0), Frames.event(1), Frames.event(2))
          .brings(Frames.hello(2), Frames.event(3));
      assertThat(words(feed(), 8))
          .containsExactly(
              "connecting 1",
              "catching up",
              "event 1",
              "event 2",
              "waiting 1: lost",
              "connecting 1",
              "catching up",
              "event 3");
      assertThat(network.query(1))
          .isEqualTo("since=2&epoch=" + Frames.EPOCH + "&at=2026-01-01T00%3A00%3A02.000001002Z");
    }

    @Test
    @Clause("P-9")
    @DisplayName("tries again ever more slowly, and for as long as it takes")
    void backsOff() {
      network.bringsThen(LOST, Frames.hello(0));
      for (int i = 0; i < 50; i++) {
        network.fails(LOST);
      }
      network.brings(Frames.hello(0), Frames.event(1));
      List<String> words = words(feed(), 200).subList(0, 106);
      assertThat(words).endsWith("waiting 52: lost", "connecting 52", "catching up", "event 1");
    }

    @Test
    @DisplayName("drops nothing that had already arrived")
    void drains() {
      network.bringsThen(LOST, Frames.hello(0), Frames.event(1), Frames.event(2));
      Feed feed = feed();
      items(feed, 2);
      time.pass(Duration.ofHours(1));
      assertThat(words(feed, 2)).containsExactly("event 1", "event 2");
    }
  }

  @Nested
  @DisplayName("that hears nothing")
  class Silent {
    @Test
    @Clause("P-6.4")
    @DisplayName("drops the connection after three bookmark intervals")
    void dead() {
      network.brings(Frames.hello(0, Frames.EPOCH, 2));
      Feed feed = feed();
      items(feed, 2);
      long before = time.nanoTime();
      assertThat(next(feed)).isInstanceOf(FeedState.Waiting.class);
      assertThat(time.nanoTime() - before).isEqualTo(Duration.ofSeconds(6).toNanos());
      assertThat(network.partings).containsExactly("aborted");
    }

    @Test
    @Clause("P-6.2")
    @DisplayName("does not wait for a hello for ever, whatever else arrives")
    void noHello() {
      network.bringsThen(LOST, Frames.hello(0)).brings("{\"type\":\"something new\"}");
      Feed feed = feed();
      items(feed, 4);
      long before = time.nanoTime();
      assertThat(words(feed, 1)).containsExactly("waiting 3: no hello from the server in time");
      assertThat(time.nanoTime() - before).isEqualTo(Duration.ofMinutes(1).toNanos());
      assertThat(network.partings).containsExactly("aborted");
    }

    @Test
    @DisplayName("at first waits for a hello no longer than its patience")
    void noFirstHello() {
      long before = time.nanoTime();
      assertThat(words(feed(), 2)).containsExactly("connecting 1", "stopped: UNREACHABLE");
      assertThat(time.nanoTime() - before).isEqualTo(Duration.ofSeconds(15).toNanos());
    }

    @Test
    @DisplayName("because its reader was slow finds what has come meanwhile")
    void slowReader() {
      network.brings(Frames.hello(0, Frames.EPOCH, 2), Frames.event(1));
      Feed feed = feed();
      items(feed, 2);
      time.pass(Duration.ofMinutes(10));
      assertThat(words(feed, 1)).containsExactly("event 1");
    }
  }

  @Nested
  @DisplayName("that is sent away")
  class SentAway {
    @Test
    @Clause("P-6.6")
    @DisplayName("goes on until the moment named, then leaves and comes back at once")
    void atItsMoment() {
      network.brings(Frames.hello(0), Frames.goAway(4000), Frames.event(1)).brings(Frames.hello(1));
      Feed feed = feed();
      long before = time.nanoTime();
      assertThat(words(feed, 6))
          .containsExactly(
              "connecting 1",
              "catching up",
              "event 1",
              "waiting 1: sent away by a server that is about to stop",
              "connecting 1",
              "catching up");
      assertThat(time.nanoTime() - before).isEqualTo(Duration.ofSeconds(4).toNanos());
      assertThat(network.partings).containsExactly("left");
    }

    @Test
    @Clause("P-6.6")
    @DisplayName("leaves at that moment even while events keep arriving")
    void underLoad() {
      network.brings(Frames.hello(0), Frames.goAway(4000), Frames.event(1), Frames.event(2));
      Feed feed = feed();
      items(feed, 3);
      time.pass(Duration.ofSeconds(5));
      assertThat(words(feed, 1)).first().asString().startsWith("waiting 1: sent away");
      assertThat(feed.cursor()).extracting(FeedCursor::sequence).isEqualTo(1L);
    }

    @Test
    @Clause({"P-6.6", "P-9"})
    @DisplayName("and closed earlier waits for that moment")
    void closedEarlier() {
      network.bringsThen(
          new Ending.Closed(1001, "going-away"), Frames.hello(0), Frames.goAway(4000));
      List<FeedItem> items = items(feed(), 3);
      assertThat(items.getLast())
          .isEqualTo(
              new FeedState.Waiting(
                  2, Duration.ofSeconds(4), new Ending.Closed(1001, "going-away")));
    }
  }

  @Nested
  @DisplayName("whose cursor is gone")
  class Gone {
    @Test
    @Clause({"P-4.2", "P-4.3"})
    @DisplayName("ends, and says why, where it stood and what is left")
    void gone() {
      network.bringsThen(
          new Ending.Closed(4410, "retention-exhausted"),
          Frames.hello(0),
          Frames.event(1),
          Frames.gone(40));
      Feed feed = feed();
      FeedState.Gone gone = (FeedState.Gone) items(feed, 4).getLast();
      assertThat(gone.problem().type()).isEqualTo("/problems/ws/retention-exhausted");
      assertThat(gone.oldest()).isEqualTo(40);
      assertThat(gone.last()).extracting(FeedCursor::sequence).isEqualTo(1L);
      assertThat(next(feed)).isSameAs(gone);
    }

    @Test
    @Clause("P-4.2")
    @DisplayName("at connect, before any hello, ends the same way")
    void atConnect() {
      network.bringsThen(new Ending.Closed(4410, ""), Frames.gone(40));
      assertThat(words(feed(), 9)).containsExactly("connecting 1", "gone");
    }

    @Test
    @Clause({"P-4.3", "P-10.5"})
    @DisplayName("goes on with a snapshot where that is wanted")
    void rebuilds() {
      snapshotWhenGone = true;
      network.bringsThen(
          new Ending.Closed(4410, ""), Frames.hello(0), Frames.event(1), Frames.gone(40));
      network.bringsThen(
          new Ending.Closed(1006, ""),
          Frames.hello(50),
          Frames.snapshotBegin(50, 2),
          Frames.item("a", 45, "{\"n\" : 1 }"));
      network.bringsThen(
          new Ending.Closed(4410, ""),
          Frames.hello(60),
          Frames.snapshotBegin(60, 1),
          Frames.item("a", 60, "2"),
          Frames.snapshotEnd(60),
          Frames.gone(80));
      Feed feed = feed();
      assertThat(words(feed, 16))
          .containsExactly(
              "connecting 1",
              "catching up",
              "event 1",
              "rebuilding",
              "connecting 1",
              "catching up",
              "begin 50: 2",
              "item a={\"n\" : 1 }",
              "waiting 2: closed with 1006",
              "connecting 2",
              "catching up",
              "begin 60: 1",
              "item a=2",
              "end 60",
              "gone");
      assertThat(network.asked)
          .extracting(java.net.URI::getQuery)
          .containsExactly("since=0", "since=snapshot", "since=snapshot");
    }

    @Test
    @Clause("P-10.5")
    @DisplayName("holds no cursor before the snapshot was told to its end")
    void cursorAtTheEnd() {
      network.bringsThen(
          new Ending.Closed(1006, ""),
          Frames.hello(50),
          Frames.snapshotBegin(50, 1),
          Frames.item("a", 45, "1"),
          Frames.snapshotEnd(50));
      Feed feed = feed(new StartPoint.Snapshot(), null);
      assertThat(items(feed, 4).getLast()).isInstanceOf(SnapshotItem.class);
      assertThat(feed.cursor()).isNull();
      SnapshotEnd end = (SnapshotEnd) next(feed);
      assertThat(end.cursor().sequence()).isEqualTo(50);
      assertThat(feed.cursor()).isEqualTo(end.cursor());
    }

    @Test
    @DisplayName("by a server that does not say why ends too")
    void unexplained() {
      network.bringsThen(new Ending.Closed(4410, "cursor-ahead"));
      FeedState.Gone gone = (FeedState.Gone) items(feed(), 2).getLast();
      assertThat(gone.problem().title()).contains("4410", "cursor-ahead");
      assertThat(gone.oldest()).isNull();
    }

    @Test
    @DisplayName("only if the close says so: a problem and a lost connection are just that")
    void problemAlone() {
      network.bringsThen(LOST, Frames.hello(0), Frames.gone(40));
      assertThat(words(feed(), 3)).last().isEqualTo("waiting 2: lost");
    }
  }

  @Nested
  @DisplayName("from a server that breaks the contract")
  class Broken {
    @Test
    @Clause("P-5.4")
    @DisplayName("ends, and drops the connection, before anything doubtful is handed over")
    void disorder() {
      network.brings(Frames.hello(0), Frames.event(5), Frames.event(4), Frames.event(6));
      assertThat(words(feed(), 9))
          .containsExactly("connecting 1", "catching up", "event 5", "stopped: BAD_DATA");
      assertThat(network.partings).containsExactly("aborted");
    }

    @Test
    @DisplayName("ends on what is no JSON")
    void garbage() {
      network.brings(Frames.hello(0), "garbage");
      assertThat(words(feed(), 9)).endsWith("stopped: BAD_DATA");
    }
  }

  @Nested
  @DisplayName("with a token")
  class Token {
    @Test
    @Clause("P-9")
    @DisplayName("asks for it before every connection")
    void renewed() {
      network
          .bringsThen(new Ending.Closed(4401, "token-expired"), Frames.hello(0), Frames.event(1))
          .brings(Frames.hello(1));
      Iterator<String> tokens = List.of("one", "two").iterator();
      items(feed(new StartPoint.After(Cursor.of(0)), tokens::next), 6);
      assertThat(network.tokens).containsExactly("one", "two");
    }

    @Test
    @DisplayName("that was refused tries another, if there is one by now")
    void another() {
      network.fails(new Ending.Refused(401, null, null)).fails(new Ending.Refused(401, null, null));
      Iterator<String> tokens = List.of("one", "two", "two", "two").iterator();
      assertThat(words(feed(new StartPoint.Latest(), tokens::next), 9))
          .containsExactly(
              "connecting 1",
              "waiting 2: refused with HTTP 401",
              "connecting 2",
              "stopped: REFUSED");
    }

    @Test
    @DisplayName("that cannot be had ends before the first connection, and waits after it")
    void none() {
      Supplier<String> broken =
          () -> {
            throw new IllegalStateException("no file");
          };
      assertThat(words(feed(new StartPoint.Latest(), broken), 9))
          .containsExactly("stopped: REFUSED");
    }
  }

  @Nested
  @DisplayName("that nobody answers")
  class Unreachable {
    @Test
    @DisplayName("ends after its first patience")
    void givesUp() {
      for (int i = 0; i < 1000; i++) {
        network.fails(LOST);
      }
      long before = time.nanoTime();
      assertThat(words(feed(), 5000)).last().isEqualTo("stopped: UNREACHABLE");
      assertThat(time.nanoTime() - before).isEqualTo(Duration.ofSeconds(15).toNanos());
    }
  }

  @Nested
  @DisplayName("that is closed")
  class Closed {
    @Test
    @DisplayName("leaves the server and tells its reader, once and for all")
    void leaves() {
      network.brings(Frames.hello(0), Frames.event(1), Frames.event(2));
      Feed feed = feed();
      items(feed, 3);
      feed.close();
      assertThat(words(feed, 9)).containsExactly("stopped");
      assertThat(network.partings).containsExactly("left");
      assertThat(feed.cursor()).extracting(FeedCursor::sequence).isEqualTo(1L);
      feed.close();
    }

    @Test
    @DisplayName("before it was read never connects")
    void unread() {
      Feed feed = feed();
      feed.close();
      assertThat(words(feed, 9)).containsExactly("stopped");
      assertThat(network.asked).isEmpty();
    }
  }

  @Nested
  @DisplayName("read as an iterable")
  class Iterated {
    @Test
    @DisplayName("yields events alone, across connections")
    void events() {
      network
          .bringsThen(LOST, Frames.hello(0), Frames.event(1), Frames.bookmark(3))
          .brings(Frames.hello(3), Frames.event(4), Frames.event(5));
      List<Long> seen = new ArrayList<>();
      Feed feed = feed();
      for (FeedEvent event : feed) {
        seen.add(event.sequence());
        if (seen.size() == 3) {
          feed.close();
        }
      }
      assertThat(seen).containsExactly(1L, 4L, 5L);
    }

    @Test
    @DisplayName("throws where the feed ends by itself")
    void ends() {
      network.bringsThen(new Ending.Closed(4410, ""), Frames.gone(40));
      assertThatThrownBy(() -> feed().iterator().hasNext())
          .isInstanceOfSatisfying(
              FeedException.class,
              e -> assertThat(e.failure().kind()).isEqualTo(Failure.Kind.CURSOR_GONE));
    }
  }

  @Nested
  @DisplayName("delivered to a listener")
  class Delivered {
    @Test
    @DisplayName("says when nothing more has arrived, then what comes next")
    void idle() throws InterruptedException {
      network
          .brings(Frames.hello(0), Frames.event(1), Frames.event(2))
          .bringsThen(new Ending.Closed(4403, "subject-forbidden"));
      List<String> heard = new ArrayList<>();
      FeedState end =
          feed()
              .deliver(
                  new FeedListener() {
                    @Override
                    public void delivered(FeedEvent event) {
                      heard.add("event " + event.sequence());
                    }

                    @Override
                    public void stateChanged(FeedState state) {
                      heard.add(state.getClass().getSimpleName());
                    }

                    @Override
                    public void idled() {
                      heard.add("idle");
                    }
                  });
      assertThat(heard)
          .containsExactly(
              "Connecting",
              "CatchingUp",
              "event 1",
              "event 2",
              "idle",
              "Waiting",
              "idle",
              "Connecting",
              "Stopped");
      assertThat(end).isInstanceOf(FeedState.Stopped.class);
    }
  }

  @Test
  @Clause("P-2.3")
  @DisplayName("does not continue a cursor of other subjects")
  void otherSubjects() {
    FeedCursor cursor = new FeedCursor("S", SubjectFilters.of("a.>"), Cursor.of(5));
    FeedBuilder builder = Feed.of(URI.create("ws://server")).subjects("b.>").continuing(cursor);
    assertThatThrownBy(builder::open).hasMessageContaining("a.>").hasMessageContaining("b.>");
  }
}
