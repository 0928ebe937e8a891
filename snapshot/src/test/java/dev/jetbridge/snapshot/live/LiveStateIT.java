package dev.jetbridge.snapshot.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.config.NatsSettings;
import dev.jetbridge.config.NatsTlsSettings;
import dev.jetbridge.config.StreamSettings;
import dev.jetbridge.snapshot.Deletion;
import dev.jetbridge.snapshot.Item;
import dev.jetbridge.snapshot.KeyRule;
import dev.jetbridge.snapshot.Liveness;
import dev.jetbridge.snapshot.Projection;
import dev.jetbridge.snapshot.Reduction;
import dev.jetbridge.snapshot.Version;
import dev.jetbridge.snapshot.Versions;
import dev.jetbridge.snapshot.Walk;
import dev.jetbridge.snapshot.checkpoint.CheckpointDirectory;
import dev.jetbridge.stream.ProvenReplay.Supply;
import dev.jetbridge.stream.SubjectFilters;
import dev.jetbridge.stream.nats.JetStreamSource;
import dev.jetbridge.testkit.NatsServerExtension;
import dev.jetbridge.testkit.StoredMessage;
import dev.jetbridge.testkit.Streams;
import dev.jetbridge.testkit.TestStream;
import io.nats.client.Connection;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A live state")
class LiveStateIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final StatePace PACE =
      new StatePace(
          new Supply(500, 1 << 20),
          Duration.ofMillis(100),
          Duration.ofMillis(200),
          Duration.ofMinutes(10),
          Duration.ofSeconds(1));
  private static final Projection BY_SUBJECT = Projection.latestBySubject(1 << 20);
  private static final Projection BY_SOURCE =
      new Projection(
          new KeyRule.Source(),
          Reduction.LATEST,
          Deletion.of(false, "*.deleted"),
          SubjectFilters.ALL,
          1 << 20);

  @RegisterExtension static final NatsServerExtension NATS = new NatsServerExtension();

  @TempDir Path directory;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private Connection connection;
  private TestStream stream;

  @BeforeEach
  void open() {
    connection = NATS.server().connect();
    stream = make(Streams.memory("t.>"));
  }

  @AfterEach
  void closeAll() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
    Streams.deleteAll(connection);
  }

  private TestStream make(StreamConfiguration.Builder settings) {
    return Streams.create(connection, settings);
  }

  private Running start(Projection projection) {
    NatsSettings nats =
        new NatsSettings(
            List.of(NATS.server().url()),
            null,
            null,
            null,
            null,
            new NatsTlsSettings(null, null, null));
    JetStreamSource source =
        JetStreamSource.open(nats, StreamSettings.of(stream.name()), "test-state");
    opened.push(source);
    Watched watched = new Watched();
    LiveState state =
        new LiveState(
            source,
            projection,
            new Liveness(Duration.ofMinutes(1), Duration.ofMinutes(2), null),
            1000,
            new CheckpointDirectory(directory, "test", InstantSource.system()),
            PACE,
            watched);
    opened.push(state);
    state.start();
    return new Running(state, watched);
  }

  /** A state and what it tells. */
  private record Running(LiveState state, Watched watched) {
    Version at(long sequence) {
      Awaitility.await("state served").atMost(LIMIT).until(() -> state.versions().isPresent());
      Versions versions = state.versions().orElseThrow();
      try {
        return versions.atLeast(sequence).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      } catch (Exception e) {
        throw new AssertionError("no version at " + sequence + ": " + state.standing(), e);
      }
    }

    long held() {
      return Objects.requireNonNull(state.standing().tally(), "a state that is served").held();
    }

    Version now() {
      return at(0);
    }
  }

  private static byte[] event(String source, int n) {
    return event(source, "thing.changed", n);
  }

  private static byte[] event(String source, String type, int n) {
    return """
    {"specversion":"1.0","id":"%d","source":"%s","type":"%s","data":{"n":%d}}\
    """
        .formatted(n, source, type, n)
        .getBytes(UTF_8);
  }

  /** By key, the sequence. */
  private static Map<String, Long> sequences(Version version) {
    Map<String, Long> sequences = new TreeMap<>();
    Walk walk = version.walk();
    for (Item item = walk.next(); item != null; item = walk.next()) {
      sequences.put(item.key(), item.sequence());
    }
    return sequences;
  }

  private Map<String, Long> lastBySubject() {
    Map<String, Long> last = new TreeMap<>();
    for (StoredMessage message : stream.truth()) {
      last.put(message.subject(), message.seq());
    }
    return last;
  }

  private long publish(int count) {
    return stream.publishMany(count, n -> "t." + n % 37, n -> event("/s/" + n % 11, n));
  }

  @Nested
  @DisplayName("that is made from the stream")
  class Made {
    @Test
    @DisplayName("holds what was published before and after its start")
    void holdsAll() {
      publish(1_000);
      Running running = start(BY_SUBJECT);
      assertThat(sequences(running.now())).isEqualTo(lastBySubject());
      long last = publish(500);
      Version version = running.at(last);
      assertThat(version.label().position()).isEqualTo(last);
      assertThat(version.label().complete()).isTrue();
      assertThat(sequences(version)).isEqualTo(lastBySubject());
      assertThat(running.watched().rebuilds).containsExactly(Rebuild.NO_CHECKPOINT);
    }

    @Test
    @DisplayName("reads the last of each subject alone where that is all that it keeps")
    void lastOfEach() {
      publish(2_000);
      Running running = start(BY_SUBJECT);
      assertThat(sequences(running.now())).isEqualTo(lastBySubject());
      long read = running.held();
      if (NATS.server().isAtLeast(2, 10)) {
        assertThat(read).isEqualTo(37);
      }
    }

    @Test
    @DisplayName("reads everything where the last of a subject is no event")
    void unfit() {
      publish(200);
      long last = stream.publish("t.3", "no event");
      Running running = start(BY_SUBJECT);
      Version version = running.at(last);
      assertThat(sequences(version)).hasSize(37).containsEntry("t.3", 189L);
      assertThat(running.held()).isEqualTo(200);
    }

    @Test
    @DisplayName("says that it is not complete where the stream had been trimmed")
    void incomplete() {
      publish(100);
      stream.purgeBelow(60);
      Version version = start(BY_SOURCE).now();
      assertThat(version.label().complete()).isFalse();
      assertThat(version.size()).isEqualTo(11);
    }

    @Test
    @DisplayName("is served for an empty stream, and one that was emptied")
    void empty() {
      Running running = start(BY_SUBJECT);
      assertThat(running.now().size()).isZero();
      assertThat(running.now().label().complete()).isTrue();
      long last = publish(10);
      assertThat(running.at(last).size()).isEqualTo(10);
      stream.purge();
      Version version = start(BY_SUBJECT).now();
      assertThat(version.label().position()).isEqualTo(last);
    }
  }

  @Nested
  @DisplayName("that starts again")
  class Again {
    @Test
    @DisplayName("goes on from its checkpoint")
    void checkpoint() {
      long first = publish(1_000);
      Running running = start(BY_SOURCE);
      Map<String, Long> before = sequences(running.at(first));
      running.state().close();
      assertThat(running.watched().checkpoints).isNotEmpty();
      stream.purge("t.1");
      stream.publish("t.x", event("/s/0", "thing.deleted", 1));
      long last = stream.publish("t.x", event("/s/1", 2));

      Running again = start(BY_SOURCE);
      Version version = again.at(last);
      before.remove("/s/0");
      before.put("/s/1", last);
      assertThat(sequences(version)).isEqualTo(before);
      assertThat(version.label().complete()).isTrue();
      assertThat(again.watched().rebuilds).isEmpty();
      assertThat(again.held()).isEqualTo(1);
    }

    @Test
    @DisplayName("is made anew, and says so, where the stream was trimmed beyond its checkpoint")
    void trimmed() {
      long first = publish(100);
      Running running = start(BY_SOURCE);
      Version unused = running.at(first);
      running.state().close();
      long last = publish(100);
      stream.purgeBelow(last - 20);

      Running again = start(BY_SOURCE);
      Version version = again.at(last);
      assertThat(version.label().complete()).isFalse();
      assertThat(again.watched().rebuilds).containsExactly(Rebuild.TRIMMED);
      assertThat(again.state().standing().complete()).isFalse();
    }

    @Test
    @DisplayName("is made anew where another stream has taken the name")
    void recreated() {
      Running running = start(BY_SOURCE);
      Version unused = running.at(publish(100));
      running.state().close();
      stream.recreate();
      long last = stream.publish("t.1", event("/new", 1));

      Running again = start(BY_SOURCE);
      assertThat(sequences(again.at(last))).containsOnlyKeys("/new");
      assertThat(again.watched().rebuilds).containsExactly(Rebuild.FOREIGN);
    }

    @Test
    @DisplayName("is made anew where a bit of its checkpoint was flipped, or its end is missing")
    void damaged() throws IOException {
      long last = publish(300);
      Map<String, Long> expected = null;
      for (boolean cut : new boolean[] {true, false}) {
        Running running = start(BY_SOURCE);
        expected = sequences(running.at(last));
        running.state().close();
        Path file = directory.resolve("test.checkpoint");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 4;
        Files.write(file, cut ? java.util.Arrays.copyOf(bytes, bytes.length - 9) : bytes);

        Running again = start(BY_SOURCE);
        assertThat(sequences(again.at(last))).isEqualTo(expected);
        assertThat(again.watched().rebuilds).containsExactly(Rebuild.BROKEN);
        again.state().close();
        Files.deleteIfExists(file);
      }
    }
  }

  @Nested
  @DisplayName("while it is served")
  class Served {
    @Test
    @DisplayName("is made anew when its stream is made again")
    void recreated() {
      Running running = start(BY_SUBJECT);
      Version before = running.at(publish(50));
      stream.recreate();
      stream.publish("t.new", event("/new", 1));
      Awaitility.await("state of the new stream")
          .atMost(LIMIT)
          .until(() -> sequences(running.now()).containsKey("t.new"));
      Version version = running.now();
      assertThat(version.label().epoch()).isNotEqualTo(before.label().epoch());
      assertThat(version.size()).isEqualTo(1);
      assertThat(running.watched().rebuilds).contains(Rebuild.REPLACED);
    }

    @Test
    @DisplayName("forgets what it is told to, and so does its checkpoint")
    void forgets() throws Exception {
      long last = publish(100);
      Running running = start(BY_SUBJECT);
      Version before = running.at(last);
      Forgotten forgotten =
          running
              .state()
              .forget(item -> item.key().equals("t.5"))
              .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertThat(forgotten).isEqualTo(new Forgotten(1, true));
      assertThat(sequences(before)).containsKey("t.5");
      assertThat(sequences(running.now())).doesNotContainKey("t.5").hasSize(36);
      assertThat(
              Files.readString(
                  directory.resolve("test.checkpoint"),
                  java.nio.charset.StandardCharsets.ISO_8859_1))
          .contains("t.6")
          .doesNotContain("t.5");
    }

    @Test
    @DisplayName("follows a purge where it is asked to")
    void rebuild() {
      Running running = start(BY_SUBJECT);
      Version unused = running.at(publish(50));
      stream.purge();
      assertThat(running.now().size()).isEqualTo(37);
      running.state().rebuild();
      Awaitility.await("empty state").atMost(LIMIT).until(() -> running.now().size() == 0);
      assertThat(running.now().label().complete()).isFalse();
    }

    @Test
    @DisplayName("lists the sources that it heard")
    void sources() throws Exception {
      Running running = start(BY_SOURCE);
      Version unused = running.at(publish(50));
      assertThat(running.state().sources().orElseThrow().get(60, TimeUnit.SECONDS).size())
          .isEqualTo(11);
    }
  }
}
