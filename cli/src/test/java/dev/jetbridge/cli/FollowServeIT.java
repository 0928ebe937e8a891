package dev.jetbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.testkit.Clause;
import dev.jetbridge.testkit.NatsServer;
import dev.jetbridge.testkit.StoredMessage;
import dev.jetbridge.testkit.Streams;
import dev.jetbridge.testkit.TestStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs with the seed of {@code -Djetbridge.follow.seed=N}, else with 1. */
@DisplayName("A follow command before a served stream of odd events")
@Timeout(600)
class FollowServeIT {
  private static final long SEED = Long.getLong("jetbridge.follow.seed", 1);
  private static final int STOPS = 20;
  private static final int BROKER_KILLED = 7;
  private static final int BRIDGE_RESTARTED = 13;

  /** Most of what is written between one moment and the next, in bytes. */
  private static final int STRETCH = 60_000;

  /** How far a command gets before it is stopped. */
  private enum Moment {
    STARTING,
    CONNECTING,
    GREETED,
    CATCHING_UP,
    LIVE
  }

  /** One line of output, its bytes as Latin-1. */
  private record Line(long seq, String subject, String event) {
    private static final Pattern FORM =
        Pattern.compile(
            "(?s)\\{\"seq\":(\\d+),\"subject\":\"([^\"]*)\",\"time\":\"[^\"]*\",\"event\":(.*)}");

    static Line written(String line) {
      Matcher parts = FORM.matcher(line);
      assertThat(parts.matches()).as("a whole line: %s", line).isTrue();
      return new Line(Long.parseLong(parts.group(1)), parts.group(2), parts.group(3));
    }

    /** As documented: a raw line break, which stands between tokens only, becomes a space. */
    static Line stored(StoredMessage message) {
      String payload = new String(message.payload(), StandardCharsets.ISO_8859_1);
      return new Line(
          message.seq(), message.subject(), payload.replace('\r', ' ').replace('\n', ' '));
    }
  }

  @TempDir Path folder;
  private final Random random = new Random(SEED);
  private NatsServer nats;
  private TestStream stream;

  @BeforeEach
  void makeStream() {
    nats = NatsServer.start();
    stream = Streams.create(nats.connect(), Streams.file("cellos.events.>"));
  }

  @AfterEach
  void stopNats() {
    nats.close();
  }

  @Test
  @Clause({"P-5.1", "P-5.4"})
  @DisplayName(
      "stopped twenty times at any moment, over a killed broker and a restarted bridge, has written"
          + " the stream, byte for byte")
  void writesTheStream() throws Exception {
    try (SteadyPublisher publisher = SteadyPublisher.start(stream);
        BridgeProcess bridge = BridgeProcess.start(folder, nats.url(), stream.name())) {
      for (int run = 1; run <= STOPS; run++) {
        try (JetbridgeProcess follow = follow(bridge, run)) {
          if (run == BROKER_KILLED) {
            awaitMore(follow);
            killBroker(publisher);
            awaitMore(follow);
          } else if (run == BRIDGE_RESTARTED) {
            awaitMore(follow);
            bridge.restart();
            awaitMore(follow);
          }
          stopSomewhere(follow);
        }
      }
      publisher.stop();
      try (JetbridgeProcess follow = follow(bridge, STOPS + 1, "--until-caught-up")) {
        assertThat(follow.exit()).as(follow::told).isZero();
      }
      assertWritten(publisher);
    }
  }

  private JetbridgeProcess follow(BridgeProcess bridge, int run, String... more)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("follow", bridge.uri().toString()));
    arguments.addAll(List.of("--since=earliest", "--verbose", "--cursor-file"));
    arguments.add(folder.resolve("cursor").toString());
    arguments.addAll(List.of(more));
    return JetbridgeProcess.start(
        out(),
        folder.resolve("follow-" + run + ".err"),
        Map.of("JETBRIDGE_TOKEN", BridgeProcess.TOKEN),
        arguments);
  }

  private Path out() {
    return folder.resolve("out");
  }

  private long size() {
    try {
      return Files.exists(out()) ? Files.size(out()) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void stopSomewhere(JetbridgeProcess follow) throws Exception {
    Moment moment =
        switch (random.nextInt(10)) {
          case 0 -> Moment.STARTING;
          case 1 -> Moment.CONNECTING;
          case 2 -> Moment.GREETED;
          case 3, 4, 5 -> Moment.CATCHING_UP;
          default -> Moment.LIVE;
        };
    switch (moment) {
      case STARTING -> {}
      case CONNECTING -> awaitWord(follow, "connecting");
      case GREETED -> awaitWord(follow, "following");
      case CATCHING_UP -> awaitMore(follow);
      case LIVE -> {
        awaitWord(follow, "live at");
        awaitMore(follow);
      }
    }
    boolean interrupt = random.nextBoolean() && JetbridgeProcess.hearsInterrupts();
    int exit = follow.stop(interrupt ? "INT" : "TERM");
    if (moment == Moment.STARTING) {
      // Before the command listens to signals the JVM or the kernel answers for it.
      assertThat(exit).isIn(0, 130, 143);
    } else {
      assertThat(exit).as(follow::told).isZero();
    }
  }

  /** Kills the broker when it has written all that it acknowledged, which it does with delay. */
  private void killBroker(SteadyPublisher publisher) {
    publisher.hold();
    String mark = OddEvents.event(0, "\"the last before the broker is killed\"");
    long unused = stream.publish("cellos.events.acme.cell", mark);
    Awaitility.await("the last event on disk")
        .atMost(Duration.ofMinutes(1))
        .until(() -> isOnDisk(mark));
    nats.kill();
    nats.restart();
    publisher.goOn();
  }

  private boolean isOnDisk(String payload) throws IOException {
    try (Stream<Path> files = Files.walk(nats.storeDir())) {
      for (Path file : files.filter(file -> file.toString().endsWith(".blk")).toList()) {
        if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(payload)) {
          return true;
        }
      }
      return false;
    }
  }

  private static void awaitWord(JetbridgeProcess follow, String word) {
    await(follow, "the word '" + word + "'", () -> follow.told().contains(word));
  }

  /** Lets it write for a while that differs each time. */
  private void awaitMore(JetbridgeProcess follow) {
    long enough = size() + 1 + random.nextInt(STRETCH);
    await(follow, "output of " + enough + " bytes", () -> size() >= enough);
  }

  private static void await(JetbridgeProcess follow, String what, Callable<Boolean> condition) {
    Awaitility.await(what)
        .pollInterval(Duration.ofMillis(2))
        .atMost(Duration.ofMinutes(2))
        .failFast(() -> assertThat(follow.isRunning()).as("running: %s", follow.told()).isTrue())
        .until(condition);
  }

  private void assertWritten(SteadyPublisher publisher) throws IOException {
    List<Line> stored =
        stream.truth().stream()
            .filter(message -> !message.subject().equals(OddEvents.NOISE))
            .map(Line::stored)
            .toList();
    List<Line> written;
    try (Stream<String> lines = Files.lines(out(), StandardCharsets.ISO_8859_1)) {
      written = lines.map(Line::written).toList();
    }
    for (int i = 0; i < Math.min(stored.size(), written.size()); i++) {
      assertThat(written.get(i)).as("line %d, seed %d", i + 1, SEED).isEqualTo(stored.get(i));
    }
    assertThat(written).as("lines, seed %d", SEED).hasSameSizeAs(stored);
    assertThat(stored.size()).as(() -> "events; " + publisher.failure()).isGreaterThan(1000);
  }
}
