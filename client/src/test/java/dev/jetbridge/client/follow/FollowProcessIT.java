package dev.jetbridge.client.follow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.client.peer.HeldStream;
import dev.jetbridge.client.peer.ScriptedServer;
import dev.jetbridge.testkit.Clause;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The follow command as a process")
@Timeout(900)
class FollowProcessIT {
  private static final int RUNS = 20;
  private static final Pattern SEQ = Pattern.compile("\\{\"seq\":(\\d+),.*}}");

  @TempDir Path directory;

  private Path file(String name) {
    return directory.resolve(name);
  }

  private static long size(Path file) {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Lets it write for a while that differs each time. */
  private static void letWrite(Path out, Random random) {
    long enough = size(out) + 1 + random.nextInt(60_000);
    Awaitility.await("output to grow")
        .pollInterval(Duration.ofMillis(1))
        .atMost(Duration.ofMinutes(3))
        .until(() -> size(out) >= enough);
  }

  private String[] arguments(ScriptedServer server, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of(server.uri().toString(), "--since", "earliest"));
    arguments.addAll(List.of("--cursor-file", file("cursor").toString()));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  @Test
  @Clause("P-5.4")
  @DisplayName("stopped at random moments and started again writes the stream, byte for byte")
  void terminated() throws Exception {
    HeldStream stream = new HeldStream("epoch-1", 40_000, 1);
    Random random = new Random(2);
    Path out = file("out");
    try (ScriptedServer server = ScriptedServer.start(stream)) {
      for (int run = 0; run < RUNS; run++) {
        try (FollowProcess follow = FollowProcess.appending(out, file("err"), arguments(server))) {
          letWrite(out, random);
          assertThat(follow.terminate()).as(() -> "exit code").isZero();
        }
      }
      stream.calm();
      try (FollowProcess follow =
          FollowProcess.appending(out, file("err"), arguments(server, "--until-caught-up"))) {
        assertThat(follow.exit()).isZero();
      }
    }
    assertThat(Files.readAllLines(out)).isEqualTo(stream.messages());
  }

  @Test
  @Clause("P-5.4")
  @DisplayName("killed at random moments loses nothing, and repeats are told by their seq")
  void killed() throws Exception {
    HeldStream stream = new HeldStream("epoch-1", 40_000, 3);
    Random random = new Random(4);
    Path out = file("out");
    try (ScriptedServer server = ScriptedServer.start(stream)) {
      for (int run = 0; run < RUNS; run++) {
        try (FollowProcess follow = FollowProcess.appending(out, file("err"), arguments(server))) {
          letWrite(out, random);
          follow.kill();
        }
      }
      stream.calm();
      try (FollowProcess follow =
          FollowProcess.appending(out, file("err"), arguments(server, "--until-caught-up"))) {
        assertThat(follow.exit()).isZero();
      }
    }
    List<String> unique = new ArrayList<>();
    long highest = 0;
    // A kill may cut a character in two.
    String written = new String(Files.readAllBytes(out), StandardCharsets.UTF_8);
    for (String line : written.lines().toList()) {
      Matcher whole = SEQ.matcher(line);
      if (whole.matches() && Long.parseLong(whole.group(1)) > highest) {
        highest = Long.parseLong(whole.group(1));
        unique.add(line);
      }
    }
    assertThat(unique).isEqualTo(stream.messages());
  }

  @Test
  @DisplayName("whose reader has seen enough ends quietly, its cursor not ahead")
  void brokenPipe() throws Exception {
    HeldStream stream = new HeldStream("epoch-1", 10_000_000, 5);
    stream.calm();
    try (ScriptedServer server = ScriptedServer.start(stream);
        FollowProcess follow = FollowProcess.piped(file("err"), arguments(server, "--quiet"))) {
      long read = 0;
      try (InputStream out = follow.process().getInputStream()) {
        read = new String(out.readNBytes(200_000), StandardCharsets.UTF_8).lines().count();
      }
      assertThat(follow.exit()).isZero();
      assertThat(follow.err()).isEmpty();
      assertThat(read).isPositive();
    }
    // Written from time to time: a reader that is quick to leave may find none yet.
    if (Files.exists(file("cursor"))) {
      JsonNode cursor = new ObjectMapper().readTree(file("cursor").toFile());
      assertThat(cursor.path("seq").asLong()).isPositive();
    }
  }

  @Test
  @DisplayName("puts the first event on a line of its own after a line that a kill cut short")
  void tornLine() throws Exception {
    HeldStream stream = new HeldStream("epoch-1", 5, 6);
    Path out = Files.writeString(file("out"), "{\"seq\":1,\"eve");
    try (ScriptedServer server = ScriptedServer.start(stream);
        FollowProcess follow =
            FollowProcess.appending(out, file("err"), arguments(server, "--until-caught-up"))) {
      assertThat(follow.exit()).isZero();
    }
    List<String> lines = Files.readAllLines(out);
    assertThat(lines.getFirst()).isEqualTo("{\"seq\":1,\"eve");
    assertThat(lines.subList(1, lines.size())).isEqualTo(stream.messages());
  }

  @Test
  @DisplayName("stops on a signal while it waits for a server, with exit code 0")
  void whileWaiting() throws Exception {
    try (ScriptedServer server = ScriptedServer.start(client -> client.reset());
        FollowProcess follow =
            FollowProcess.piped(file("err"), arguments(server, "--give-up-after", "1h"))) {
      Awaitility.await("its first words")
          .atMost(Duration.ofMinutes(3))
          .until(() -> follow.err().contains("trying again"));
      assertThat(follow.terminate()).isZero();
    }
    assertThat(file("cursor")).doesNotExist();
  }
}
