package dev.jetbridge.loadtest.crowd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.loadtest.adapter.EnvelopeFeed;
import dev.jetbridge.loadtest.crowd.Admission.Beginning;
import dev.jetbridge.loadtest.crowd.FaultyServer.Script;
import dev.jetbridge.loadtest.measure.RunClock;
import dev.jetbridge.loadtest.oracle.Fingerprint;
import dev.jetbridge.loadtest.oracle.Kind;
import dev.jetbridge.loadtest.oracle.Truth;
import dev.jetbridge.loadtest.oracle.Violation;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ten events are published; what a viewer hears of them is up to each test. */
@DisplayName("Before a server that misbehaves, the oracle")
@Timeout(120)
class FaultyServerIT {
  private static final int EVENTS = 10;

  private static Ending judge(Script script) throws IOException {
    return judge(script, true);
  }

  /** One viewer's run, from the first event, to the end of the script. */
  private static Ending judge(Script script, boolean controlled) throws IOException {
    AtomicBoolean said = new AtomicBoolean();
    Script whole =
        connection -> {
          script.serve(connection);
          said.set(true);
        };
    try (FaultyServer server = new FaultyServer(whole)) {
      return judge(said, List.of(destination(server, controlled)));
    }
  }

  private static Destination destination(FaultyServer server, boolean controlled) {
    URI url = URI.create("ws://127.0.0.1:" + server.address().getPort());
    return new Destination(new EnvelopeFeed(url, List.of(), controlled), server.address(), null);
  }

  private static Ending judge(AtomicBoolean said, List<Destination> destinations) {
    Stage stage = new Stage(destinations, new Truth(0), RunClock.set(), List.of(), List.of("s"));
    try (LocalCrowd crowd = new LocalCrowd(stage, 1)) {
      for (int seq = 1; seq <= EVENTS; seq++) {
        String event = FaultyServer.Connection.event(seq);
        byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
        crowd.acknowledged(seq, Fingerprint.of(bytes), 0);
      }
      crowd.admit(new Admission(Cohort.STEADY, 0, 1, 1000, Beginning.BEHIND, 0, "", 0, 0));
      Awaitility.await("the viewer to have heard everything")
          .atMost(Duration.ofSeconds(60))
          .until(() -> said.get() && crowd.incomplete() == 0);
      return crowd.finish();
    }
  }

  @Test
  @DisplayName("comes to the next of several servers, at the moment that a goaway named")
  void nextServer() throws IOException {
    AtomicBoolean said = new AtomicBoolean();
    AtomicLong left = new AtomicLong();
    AtomicLong came = new AtomicLong();
    Script leaving =
        connection -> {
          connection.hello(0);
          connection.events(1, 2, 3);
          left.set(System.nanoTime());
          connection.text("{\"type\":\"goaway\",\"reconnect_after_ms\":400,\"deadline_ms\":900}");
          connection.bookmark(3);
          connection.close(1001);
        };
    Script taking =
        connection -> {
          came.set(System.nanoTime());
          connection.hello(connection.since());
          connection.events(LongStream.rangeClosed(connection.since() + 1, EVENTS).toArray());
          said.set(true);
        };
    try (FaultyServer first = new FaultyServer(leaving);
        FaultyServer second = new FaultyServer(taking)) {
      Ending ending = judge(said, List.of(destination(first, true), destination(second, true)));
      assertThat(ending.violations()).isEmpty();
      assertThat(ending.delivered()).isEqualTo(EVENTS);
      assertThat(first.requests()).hasSize(1);
      assertThat(second.requests()).hasSize(1).first().asString().contains("since=3");
      assertThat(came.get() - left.get()).isGreaterThan(300_000_000L);
    }
  }

  private static Violation only(Ending ending, Kind kind, long times) {
    assertThat(ending.violations()).isEqualTo(Map.of(kind, times));
    Violation violation = ending.samples().getFirst();
    assertThat(violation.kind()).isEqualTo(kind);
    return violation;
  }

  @Nested
  @DisplayName("finds within one connection")
  class Within {
    @Test
    @DisplayName("nothing where nothing is wrong, and every event accounted for")
    void nothing() throws IOException {
      Ending ending =
          judge(connection -> {
            connection.hello(0);
            connection.events(1, 2, 3, 4, 5);
            connection.bookmark(5);
            connection.events(6, 7, 8, 9, 10);
          });
      assertThat(ending.violations()).isEmpty();
      assertThat(ending.owed()).isEqualTo(EVENTS);
      assertThat(ending.delivered()).isEqualTo(EVENTS);
    }

    @Test
    @DisplayName("a lost event, and shows the messages around it")
    void lost() throws IOException {
      Ending ending =
          judge(connection -> {
            connection.hello(0);
            connection.events(1, 2, 3, 5, 6, 7, 8, 9, 10);
          });
      Violation lost = only(ending, Kind.LOST, 1);
      assertThat(lost.seq()).isEqualTo(4);
      assertThat(lost.evidence().lines())
          .anyMatch(line -> line.contains("\"seq\":3,"))
          .anyMatch(line -> line.contains("\"seq\":5,"))
          .anyMatch(line -> line.contains("\"seq\":6,"));
    }

    @Test
    @DisplayName("a lost event on a plain feed")
    void lostPlain() throws IOException {
      only(judge(connection -> connection.events(1, 2, 3, 5, 6, 7, 8, 9, 10), false), Kind.LOST, 1);
    }

    @Test
    @DisplayName("a repeated event")
    void repeated() throws IOException {
      Ending ending =
          judge(connection -> {
            connection.hello(0);
            connection.events(1, 2, 3, 3, 4, 5, 6, 7, 8, 9, 10);
          });
      assertThat(only(ending, Kind.REPEATED, 1).acrossReconnect()).isFalse();
    }

    @Test
    @DisplayName("two events in the wrong order")
    void outOfOrder() throws IOException {
      Ending ending =
          judge(connection -> {
            connection.hello(0);
            connection.events(1, 2, 4, 3, 5, 6, 7, 8, 9, 10);
          });
      assertThat(only(ending, Kind.OUT_OF_ORDER, 1).seq()).isEqualTo(3);
    }

    @Test
    @DisplayName("an event that nobody published")
    void neverPublished() throws IOException {
      Ending ending =
          judge(connection -> {
            connection.hello(0);
            connection.events(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
          });
      assertThat(only(ending, Kind.NEVER_PUBLISHED, 1).seq()).isEqualTo(11);
    }

    @Test
    @DisplayName("one changed byte in an event")
    void wrongContent() throws IOException {
      Ending ending =
          judge(connection -> {
            connection.hello(0);
            connection.events(1, 2);
            connection.text("{\"seq\":3,\"event\":{\"n\":3,\"text\":\"evemt\"}}");
            connection.events(4, 5, 6, 7, 8, 9, 10);
          });
      assertThat(only(ending, Kind.WRONG_CONTENT, 1).seq()).isEqualTo(3);
    }

    @Test
    @DisplayName("another event's content under an event's sequence")
    void mixedUp() throws IOException {
      Ending ending =
          judge(connection -> {
            connection.hello(0);
            connection.events(1, 2);
            connection.text("{\"seq\":3,\"event\":" + FaultyServer.Connection.event(4) + "}");
            connection.events(4, 5, 6, 7, 8, 9, 10);
          });
      only(ending, Kind.WRONG_CONTENT, 1);
    }

    @Test
    @DisplayName("a bookmark ahead of an event")
    void bookmarkAhead() throws IOException {
      Ending ending =
          judge(connection -> {
            connection.hello(0);
            connection.events(1, 2, 3);
            connection.bookmark(4);
            connection.events(4, 5, 6, 7, 8, 9, 10);
          });
      only(ending, Kind.BOOKMARK_AHEAD, 1);
    }

    @Test
    @DisplayName("a caught_up and a hello ahead of events")
    void otherBookmarks() throws IOException {
      Ending ending =
          judge(connection -> {
            connection.hello(1);
            connection.events(1, 2, 3);
            connection.text("{\"type\":\"caught_up\",\"seq\":4}");
            connection.events(4, 5, 6, 7, 8, 9, 10);
          });
      only(ending, Kind.BOOKMARK_AHEAD, 2);
    }

    @Test
    @DisplayName("an event after the frame that announces 4410")
    void eventAfterGone() throws IOException {
      Ending ending =
          judge(connection -> {
            connection.hello(0);
            if (connection.number() == 1) {
              connection.events(1, 2);
              connection.text("{\"type\":\"/problems/ws/retention-exhausted\"}");
              connection.events(5);
              connection.close(4410);
            } else {
              connection.events(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
            }
          });
      only(ending, Kind.EVENT_AFTER_GONE, 1);
      assertThat(ending.gone()).isEqualTo(1);
    }

    @Test
    @DisplayName("a 4410 without the message that says why, and begins again all the same")
    void unexplained() throws IOException {
      Ending ending =
          judge(connection -> {
            connection.hello(0);
            if (connection.number() == 1) {
              connection.events(1, 2);
              connection.close(4410);
            } else {
              connection.events(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
            }
          });
      only(ending, Kind.BROKEN_MESSAGE, 1);
      assertThat(ending.gone()).isEqualTo(1);
    }

    @Test
    @DisplayName("a frame that RFC 6455 forbids, and comes back behind what it had")
    void broken() throws IOException {
      Ending ending =
          judge(connection -> {
            connection.hello(connection.since());
            if (connection.number() == 1) {
              connection.events(1, 2);
              connection.frame(0xC1, new byte[1]);
            } else {
              connection.events(3, 4, 5, 6, 7, 8, 9, 10);
            }
          });
      only(ending, Kind.BROKEN_MESSAGE, 1);
    }
  }

  @Nested
  @DisplayName("finds across reconnects")
  class Across {
    private static Ending resumed(long firstPart, long[] secondPart) throws IOException {
      return judge(connection -> {
        connection.hello(connection.since());
        if (connection.number() == 1) {
          for (long seq = 1; seq <= firstPart; seq++) {
            connection.events(seq);
          }
          connection.close(1012);
        } else {
          connection.events(secondPart);
        }
      });
    }

    @Test
    @DisplayName("nothing where the feed goes on behind the cursor")
    void nothing() throws IOException {
      Ending ending = resumed(5, new long[] {6, 7, 8, 9, 10});
      assertThat(ending.violations()).isEmpty();
      assertThat(ending.delivered()).isEqualTo(EVENTS);
    }

    @Test
    @DisplayName("an event lost between the connections")
    void lost() throws IOException {
      assertThat(only(resumed(5, new long[] {7, 8, 9, 10}), Kind.LOST, 1).seq()).isEqualTo(6);
    }

    @Test
    @DisplayName("an event repeated by the second connection")
    void repeated() throws IOException {
      Violation repeated = only(resumed(5, new long[] {5, 6, 7, 8, 9, 10}), Kind.REPEATED, 1);
      assertThat(repeated.acrossReconnect()).isTrue();
      assertThat(repeated.connection()).isEqualTo(2);
      assertThat(repeated.evidence().lines()).anyMatch(line -> line.contains("close 1012"));
    }

    @Test
    @DisplayName("events that the second connection begins with in the wrong order")
    void outOfOrder() throws IOException {
      only(resumed(5, new long[] {7, 6, 8, 9, 10}), Kind.OUT_OF_ORDER, 1);
    }

    @Test
    @DisplayName("a bookmark on the first that the second has to make up for")
    void bookmark() throws IOException {
      Ending ending =
          judge(connection -> {
            if (connection.number() == 1) {
              connection.hello(0);
              connection.events(1, 2, 3);
              connection.bookmark(5);
              connection.drop();
            } else {
              connection.hello(connection.since());
              connection.events(6, 7, 8, 9, 10);
            }
          });
      assertThat(ending.violations()).isEqualTo(Map.of(Kind.BOOKMARK_AHEAD, 2L, Kind.LOST, 2L));
    }
  }
}
