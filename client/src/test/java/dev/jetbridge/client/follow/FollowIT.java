package dev.jetbridge.client.follow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.client.Frames;
import dev.jetbridge.client.peer.HeldStream;
import dev.jetbridge.client.peer.Peer;
import dev.jetbridge.client.peer.Script;
import dev.jetbridge.client.peer.ScriptedServer;
import dev.jetbridge.testkit.Clause;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@DisplayName("The follow command")
@Timeout(60)
class FollowIT {
  @TempDir Path directory;
  private final RecordedConsole console = new RecordedConsole();

  private Path cursor() {
    return directory.resolve("cursor.json");
  }

  private static int follow(Console console, ScriptedServer server, String... options) {
    List<String> arguments = new ArrayList<>(List.of(server.uri().toString()));
    arguments.addAll(List.of(options));
    return run(console, arguments.toArray(String[]::new));
  }

  private static int run(Console console, String... arguments) {
    return new CommandLine(new FollowCommand(console))
        .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
        .execute(arguments);
  }

  private static Script serving(String... frames) {
    return client -> {
      client.accept().text(frames);
      leave(client);
    };
  }

  private static void leave(Peer client) throws IOException {
    int unused = client.awaitClose();
  }

  @Nested
  @DisplayName("writes")
  class Writes {
    private final String odd = "{ \"a\" : 1.10,\r\n\t\"b\":\"\\n\u00e9\" }";

    @Test
    @Clause("P-5.1")
    @DisplayName("whole messages as they came, one a line, line breaks as spaces")
    void json() throws IOException {
      try (ScriptedServer server =
          ScriptedServer.start(
              serving(
                  Frames.hello(0), Frames.event(1), Frames.event(2, odd), Frames.caughtUp(2)))) {
        assertThat(follow(console, server, "--until-caught-up")).isZero();
      }
      assertThat(console.lines())
          .containsExactly(
              Frames.event(1), Frames.event(2, "{ \"a\" : 1.10,  \t\"b\":\"\\n\u00e9\" }"));
    }

    @Test
    @Clause("P-5.1")
    @DisplayName("events alone, byte for byte but for line breaks")
    void event() throws IOException {
      try (ScriptedServer server =
          ScriptedServer.start(
              serving(Frames.hello(0), Frames.event(1, "[1,  2]"), Frames.event(2, odd)))) {
        assertThat(follow(console, server, "--limit", "2", "--output", "event")).isZero();
      }
      assertThat(console.written())
          .isEqualTo("[1,  2]\n" + odd.replace('\n', ' ').replace('\r', ' ') + "\n");
    }

    @Test
    @DisplayName("for people: time, subject, sequence and an indented event, with nothing to obey")
    void pretty() throws IOException {
      String hostile =
          "{\"a\":[1.10,{},[ ]],\r\n\t\"b\" : \"\u009b31m\u202e\\ud800\ud83d\ude00 {[,:\\\"\","
              + "\"\\udc00\":{\"d\":\"\\u001b[2J\\\\\"}} ";
      try (ScriptedServer server =
          ScriptedServer.start(serving(Frames.hello(0), Frames.event(7, hostile)))) {
        assertThat(follow(console, server, "--limit", "1", "--output", "pretty")).isZero();
      }
      assertThat(console.written())
          .isEqualTo(
              """
              2026-01-01T00:00:07.000001007Z  orders.a  #7
              {
                "a": [
                  1.10,
                  {},
                  []
                ],
                "b": "\\u009b31m\\u202e\\ud800\ud83d\ude00 {[,:\\"",
                "\\udc00": {
                  "d": "\\u001b[2J\\\\"
                }
              }
              """);
    }

    @Test
    @DisplayName("as many events as asked for, and no more")
    void limit() throws IOException {
      try (ScriptedServer server = ScriptedServer.start(new HeldStream("e", 100, 1))) {
        assertThat(follow(console, server, "--since", "earliest", "--limit", "10")).isZero();
      }
      assertThat(console.lines()).hasSize(10);
    }
  }

  @Nested
  @DisplayName("asks the server for")
  class Asks {
    @Test
    @Clause({"P-2.2", "P-2.3", "P-2.4", "P-3.2"})
    @DisplayName("what its options say")
    void options() throws IOException {
      Path token = Files.writeString(directory.resolve("token"), "s3cret\n");
      try (ScriptedServer server =
          ScriptedServer.start(serving(Frames.hello(5), Frames.event(6)))) {
        String[] options = {
          "--since=5",
          "--epoch=" + Frames.EPOCH,
          "--at=2026-01-01T00:00:00Z",
          "--subject=a.>",
          "--subject=b",
          "--limit=1",
          "--token-file=" + token
        };
        assertThat(follow(console, server, options)).isZero();
        assertThat(server.upgrades().getFirst().target())
            .isEqualTo(
                "/ws/events?since=5&epoch=%s&at=2026-01-01T00%%3A00%%3A00Z&subject=a.%%3E&subject=b"
                    .formatted(Frames.EPOCH));
        assertThat(server.upgrades().getFirst().header("Authorization")).isEqualTo("Bearer s3cret");
      }
      assertThat(console.told()).doesNotContain("s3cret");
    }

    @Test
    @Clause("P-2.2")
    @DisplayName("what is published from now on, unless told otherwise")
    void latest() throws IOException {
      try (ScriptedServer server =
          ScriptedServer.start(serving(Frames.hello(5), Frames.event(6)))) {
        assertThat(follow(console, server, "--limit=1")).isZero();
        assertThat(server.upgrades().getFirst().parameter("since")).isEqualTo("latest");
      }
    }
  }

  @Nested
  @DisplayName("with a cursor file")
  class WithCursorFile {
    private String file() {
      return "--cursor-file=" + cursor();
    }

    @Test
    @Clause({"P-5.4", "P-2.4"})
    @DisplayName("goes on where it ended, with epoch and time, whatever --since says")
    void resumes() throws IOException {
      try (ScriptedServer server = ScriptedServer.start(new HeldStream("e-1", 50, 1))) {
        String[] first = {"--since=earliest", "--limit=10", file()};
        assertThat(follow(console, server, first)).isZero();
        assertThat(Files.readString(cursor()))
            .isEqualTo(
                """
                {"stream":"HELD","epoch":"e-1","seq":11,"time":"2026-01-01T00:00:00.000000011Z",\
                "subjects":null,"server":"%s"}
                """
                    .formatted(server.uri()));
        assertThat(follow(console, server, "--since=earliest", "--until-caught-up", file()))
            .isZero();
        assertThat(server.upgrades().getLast().target())
            .contains("since=11&epoch=e-1&at=2026-01-01T00%3A00%3A00.000000011Z");
      }
      assertThat(console.lines()).isEqualTo(new HeldStream("e-1", 50, 1).messages());
    }

    @Test
    @Clause("P-6.2")
    @DisplayName("keeps what hello gives, before any event")
    void hello() throws IOException {
      try (ScriptedServer server =
          ScriptedServer.start(serving(Frames.hello(41), Frames.caughtUp(41)))) {
        assertThat(follow(console, server, "--until-caught-up", file())).isZero();
      }
      assertThat(Files.readString(cursor())).contains("\"seq\":41");
    }

    @Test
    @Clause("P-6.4")
    @DisplayName("keeps what a bookmark gives")
    void bookmark() throws IOException {
      try (ScriptedServer server =
          ScriptedServer.start(
              serving(Frames.hello(5), Frames.bookmark(99), Frames.caughtUp(99)))) {
        assertThat(follow(console, server, "--until-caught-up", file())).isZero();
      }
      assertThat(Files.readString(cursor())).contains("\"seq\":99");
    }

    @Test
    @DisplayName("never counts what the output did not take")
    void brokenOutput() throws IOException {
      RecordedConsole full = new RecordedConsole(100_000, "Broken pipe");
      HeldStream stream = new HeldStream("e-1", 100_000, 1);
      stream.calm();
      try (ScriptedServer server = ScriptedServer.start(stream)) {
        assertThat(follow(full, server, "--since=earliest", "--quiet", file())).isZero();
      }
      assertThat(full.told()).isEmpty();
      int whole = (int) full.written().chars().filter(c -> c == '\n').count();
      assertThat(full.lines().subList(0, whole)).isEqualTo(stream.messages().subList(0, whole));
      // The sequences that end in 3 are holes, which bookmarks pass.
      long written = whole + (whole + 6L) / 9;
      if (Files.exists(cursor())) {
        assertThat(CursorText.read(Files.readString(cursor())).sequence())
            .isLessThanOrEqualTo(written + 1);
      }
    }

    @Test
    @DisplayName("does not count an event that is written and not yet flushed")
    void unflushed() throws IOException {
      RecordedConsole full = new RecordedConsole(0, "Broken pipe");
      try (ScriptedServer server =
          ScriptedServer.start(serving(Frames.hello(0), Frames.event(1)))) {
        assertThat(follow(full, server, "--since=0", file())).isZero();
      }
      if (Files.exists(cursor())) {
        assertThat(Files.readString(cursor())).contains("\"seq\":0");
      }
    }

    @Test
    @DisplayName("says so, with exit code 1, where the output fails otherwise")
    void fullDisk() throws IOException {
      RecordedConsole full = new RecordedConsole(1000, "No space left on device");
      try (ScriptedServer server = ScriptedServer.start(new HeldStream("e-1", 100, 1))) {
        assertThat(follow(full, server, "--since=earliest", file())).isEqualTo(1);
      }
      assertThat(full.told()).contains("No space left on device");
    }

    @Test
    @DisplayName("of other subjects asks nothing of the server and leaves the file alone")
    void otherSubjects() throws IOException {
      String text =
          "{\"stream\":\"S\",\"epoch\":\"e\",\"seq\":5,\"time\":null,\"subjects\":[\"a.>\"]}";
      Files.writeString(cursor(), text);
      try (ScriptedServer server = ScriptedServer.start(serving(Frames.hello(5)))) {
        assertThat(follow(console, server, "--subject=b.>", file())).isEqualTo(1);
        assertThat(server.upgrades()).isEmpty();
      }
      assertThat(console.told()).contains("subjects a.>", "subjects b.>");
      assertThat(cursor()).hasContent(text);
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @DisplayName("that is damaged asks nothing of the server and leaves the file alone")
    @ValueSource(
        strings = {
          "",
          "{",
          "[]",
          "7",
          "{\"stream\":\"S\",\"epoch\":\"e\",\"seq\":5,\"time\":null,\"subjects\":null}}",
          "{\"stream\":\"S\",\"epoch\":\"e\",\"seq\":-5,\"time\":null,\"subjects\":null}",
          "{\"stream\":\"S\",\"epoch\":\"e\",\"seq\":\"5\",\"time\":null,\"subjects\":null}",
          "{\"stream\":\"S\",\"epoch\":\"e\",\"seq\":5.5,\"time\":null,\"subjects\":null}",
          "{\"stream\":\"S\",\"epoch\":\"e\",\"seq\":5,\"time\":\"noon\",\"subjects\":null}",
          "{\"stream\":\"S\",\"epoch\":\"e\",\"seq\":5,\"time\":null,\"subjects\":[]}",
          "{\"stream\":\"S\",\"epoch\":\"e\",\"seq\":5,\"time\":null,\"subjects\":[\"..\"]}",
          "{\"stream\":\"S\",\"epoch\":\"e\",\"seq\":5,\"time\":null}",
          "{\"stream\":\"S\",\"epoch\":\"?\",\"seq\":5,\"time\":null,\"subjects\":null}",
          "{\"epoch\":\"e\",\"seq\":5,\"time\":null,\"subjects\":null}"
        })
    void damaged(String text) throws IOException {
      Files.writeString(cursor(), text);
      try (ScriptedServer server = ScriptedServer.start(serving(Frames.hello(5)))) {
        assertThat(follow(console, server, file())).isEqualTo(3);
        assertThat(server.upgrades()).isEmpty();
      }
      assertThat(console.told()).contains("is broken", "found");
      assertThat(Files.readString(cursor())).isEqualTo(text);
    }

    @Test
    @Clause("P-4.3")
    @DisplayName("of another incarnation ends with 4 and leaves the file alone")
    void replaced() throws IOException {
      String text =
          "{\"stream\":\"S\",\"epoch\":\"old\",\"seq\":5,\"time\":null,\"subjects\":null}";
      Files.writeString(cursor(), text);
      try (ScriptedServer server =
          ScriptedServer.start(client -> {
            client
                .accept()
                .text(
                    "{\"type\":\"/problems/ws/stream-replaced\",\"title\":\"Stream replaced\","
                        + "\"oldest_seq\":1,\"epoch\":\"new\"}");
            client.close(4410, "stream-replaced");
          })) {
        assertThat(follow(console, server, file())).isEqualTo(4);
      }
      assertThat(console.told()).contains("Stream replaced", "seq 5");
      assertThat(cursor()).hasContent(text);
    }

    @Test
    @DisplayName("serves one follower at a time")
    void locked() throws Exception {
      try (CursorFile held = CursorFile.open(cursor(), "ws://other");
          ScriptedServer server = ScriptedServer.start(serving(Frames.hello(5)))) {
        assertThat(held.read()).isEmpty();
        assertThat(follow(console, server, file())).isEqualTo(1);
      }
      assertThat(console.told()).contains("in use by another follower");
    }

    @Test
    @DisplayName("in a place that is none says so at once")
    void noPlace() throws IOException {
      try (ScriptedServer server = ScriptedServer.start(serving(Frames.hello(5)))) {
        assertThat(follow(console, server, "--cursor-file=" + directory.resolve("no/such/cursor")))
            .isEqualTo(1);
        assertThat(server.upgrades()).isEmpty();
      }
      assertThat(console.told())
          .contains("cannot be kept: no such file or directory")
          .hasLineCount(1);
    }

    @Test
    @DisplayName("that is a directory says so at once and puts nothing beside it")
    void directoryInPlace() throws IOException {
      Path place = Files.createDirectory(directory.resolve("place"));
      try (ScriptedServer server = ScriptedServer.start(serving(Frames.hello(5)))) {
        assertThat(follow(console, server, "--cursor-file=" + place)).isEqualTo(1);
        assertThat(server.upgrades()).isEmpty();
      }
      assertThat(console.told()).contains("place is a directory").hasLineCount(1);
      assertThat(directory).isDirectoryNotContaining("glob:**.lock");
    }
  }

  @Nested
  @DisplayName("whose cursor is gone")
  class WhenGone {
    private final Script gone =
        client -> {
          client.accept().text(Frames.gone(40));
          client.close(4410, "retention-exhausted");
        };

    @Test
    @Clause("P-9")
    @DisplayName("ends with 4 and says what is left")
    void fails() throws IOException {
      try (ScriptedServer server = ScriptedServer.start(gone)) {
        assertThat(follow(console, server, "--since=5")).isEqualTo(4);
      }
      assertThat(console.told())
          .contains("cursor gone: Cursor older than stream retention", "begins at seq 40");
      assertThat(console.written()).isEmpty();
    }

    @Test
    @Clause("P-2.2")
    @DisplayName("goes on with the oldest event, if that is wanted, and says so")
    void earliest() throws IOException {
      Script rest = serving(Frames.hello(39), Frames.event(40), Frames.caughtUp(40));
      try (ScriptedServer server = ScriptedServer.start(gone, rest)) {
        assertThat(follow(console, server, "--since=5", "--on-gone=earliest", "--until-caught-up"))
            .isZero();
        assertThat(server.upgrades().get(1).parameter("since")).isEqualTo("earliest");
      }
      assertThat(console.lines()).containsExactly(Frames.event(40));
      assertThat(console.told()).contains("going on with the oldest event");
    }

    @Test
    @DisplayName("even from the oldest event does not turn in circles")
    void circles() throws IOException {
      try (ScriptedServer server = ScriptedServer.start(gone)) {
        assertThat(follow(console, server, "--since=5", "--on-gone=earliest")).isEqualTo(4);
        assertThat(server.upgrades()).hasSize(2);
      }
    }

    @Test
    @Clause({"P-4.3", "P-10.5"})
    @DisplayName("goes on with a snapshot, if that is wanted, and says so")
    void rebuilds() throws IOException {
      Script rest =
          serving(
              Frames.hello(50),
              Frames.snapshotBegin(50, 1),
              Frames.item("a", 45, "{}"),
              Frames.snapshotEnd(50),
              Frames.event(51),
              Frames.caughtUp(51));
      try (ScriptedServer server = ScriptedServer.start(gone, rest)) {
        assertThat(follow(console, server, "--since=5", "--on-gone=snapshot", "--until-caught-up"))
            .isZero();
        assertThat(server.upgrades().get(1).parameter("since")).isEqualTo("snapshot");
      }
      assertThat(console.lines())
          .containsExactly(
              Frames.snapshotBegin(50, 1),
              Frames.item("a", 45, "{}"),
              Frames.snapshotEnd(50),
              Frames.event(51));
      assertThat(console.told())
          .contains("going on with a snapshot", "snapshot at seq 50: 1 items");
    }

    @Test
    @Clause("P-10.5")
    @DisplayName("does not turn in circles where the snapshot's cursor is gone too")
    void snapshotCircles() throws IOException {
      try (ScriptedServer server = ScriptedServer.start(gone)) {
        assertThat(follow(console, server, "--since=5", "--on-gone=snapshot")).isEqualTo(4);
        assertThat(server.upgrades()).hasSize(2);
      }
    }

    @Test
    @DisplayName("names the choices that there are")
    void snapshot() throws IOException {
      try (ScriptedServer server = ScriptedServer.start(gone)) {
        assertThat(follow(console, server, "--on-gone=rebuild")).isEqualTo(1);
      }
      assertThat(console.told())
          .contains("'rebuild' found, expected one of fail, earliest, snapshot");
    }
  }

  @Nested
  @DisplayName("tells")
  class Tells {
    @Test
    @Clause("P-6.5")
    @DisplayName("when the feed went down and why, for how long, and that nothing was missed")
    void outage() throws IOException {
      try (ScriptedServer server =
          ScriptedServer.start(
              client -> {
                client.accept().text(Frames.hello(0), Frames.event(1), Frames.caughtUp(1));
                client.close(1001, "going-away");
              },
              serving(
                  Frames.hello(1),
                  Frames.event(2),
                  Frames.event(3),
                  Frames.caughtUp(3),
                  "{\"type\":\"upstream\",\"state\":\"down\",\"since\":\"2026-01-01T00:00:00Z\"}",
                  Frames.skipped(4),
                  Frames.event(5)))) {
        assertThat(follow(console, server, "--since=0", "--limit=4")).isZero();
      }
      assertThat(console.told().lines())
          .satisfiesExactly(
              line -> assertThat(line).contains("following EVENTS", "after seq 0", "orders.>"),
              line -> assertThat(line).contains("live at seq 1"),
              line ->
                  assertThat(line)
                      .contains("feed down at", "after seq 1", "closed with 1001 going-away"),
              line -> assertThat(line).containsPattern("feed back after \\d+\\.\\d s"),
              line -> assertThat(line).contains("nothing missed: 2 events of the outage caught up"),
              line -> assertThat(line).contains("lost its broker at 2026-01-01T00:00:00Z"),
              line -> assertThat(line).contains("seq 4", "no event", "not-json"));
    }

    @Test
    @Clause("P-3.3")
    @DisplayName("that its token reads something else than before the outage")
    void rights() throws IOException {
      String wider = Frames.hello(1).replace("orders.>", ">");
      try (ScriptedServer server =
          ScriptedServer.start(
              client -> {
                client.accept().text(Frames.hello(0), Frames.event(1));
                client.close(4401, "token-expired");
              },
              serving(wider, Frames.event(2)))) {
        assertThat(follow(console, server, "--since=0", "--limit=2")).isZero();
      }
      assertThat(console.told()).contains("the token now reads > instead of orders.>");
    }

    @Test
    @DisplayName("nothing but the end when quiet")
    void quiet() throws IOException {
      try (ScriptedServer server =
          ScriptedServer.start(client -> {
            client.accept().text(Frames.hello(0), Frames.event(1), Frames.caughtUp(1));
            client.close(4403, "subject-forbidden");
          })) {
        assertThat(follow(console, server, "-q", "--since=0")).isEqualTo(2);
      }
      assertThat(console.told())
          .isEqualTo("jetbridge follow: closed with 4403 subject-forbidden\n");
    }

    @Test
    @DisplayName("nothing that a terminal would obey")
    void hostile() throws IOException {
      try (ScriptedServer server =
          ScriptedServer.start(client ->
              client.refuse(
                  403, "{\"type\":\"/problems/x\",\"title\":\"\\u001b]0;x\\u0007\\nnext\"}"))) {
        assertThat(follow(console, server)).isEqualTo(2);
      }
      assertThat(console.told()).contains("\\u001b]0;x\\u0007 next").hasLineCount(1);
    }
  }

  @Nested
  @DisplayName("ends with")
  class Ends {
    @Test
    @DisplayName("2 where the server refuses, and says why")
    void refused() throws IOException {
      try (ScriptedServer server =
          ScriptedServer.start(client ->
              client.refuse(
                  401,
                  "{\"type\":\"/problems/unauthorized\",\"title\":\"Unauthorized\"}",
                  "WWW-Authenticate: Bearer"))) {
        assertThat(follow(console, server)).isEqualTo(2);
      }
      assertThat(console.told()).contains("HTTP 401 (Unauthorized)");
    }

    @Test
    @Clause("P-5.4")
    @DisplayName("3 where the server breaks the contract, without writing what is in doubt")
    void badData() throws IOException {
      try (ScriptedServer server =
          ScriptedServer.start(
              serving(Frames.hello(0), Frames.event(5), Frames.event(5), Frames.event(6)))) {
        assertThat(follow(console, server, "--since=0")).isEqualTo(3);
      }
      assertThat(console.lines()).containsExactly(Frames.event(5));
      assertThat(console.told()).contains("seq 5 found after 5");
    }

    @Test
    @DisplayName("5 where no server is found in time")
    void unreachable() {
      assertThat(run(console, "ws://127.0.0.1:1", "--give-up-after=200ms")).isEqualTo(5);
      assertThat(console.told()).contains("gave up", "127.0.0.1:1");
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @DisplayName("1 where the arguments are wrong, and says what was expected")
    @CsvSource(
        delimiter = '|',
        value = {
          "ftp://host | expected ws://",
          "ws://host?since=1 | apart",
          "ws://me@host | apart",
          "ws://host:99999 | expected 1 to 65535",
          "ws://a{b | Illegal character",
          "ws://h --since=-1 | expected 0 to",
          "ws://h --since=007 | without a leading zero",
          "ws://h --since=newest | earliest, latest or snapshot",
          "ws://h --epoch=e | numeric --since",
          "ws://h --since=5 --epoch=? | expected 1 to 64",
          "ws://h --since=5 --at=noon | RFC 3339",
          "ws://h --subject=a..b | empty token",
          "ws://h --limit=0 | expected 1 or more",
          "ws://h --limit=x | not a long",
          "ws://h --give-up-after=5 | with its unit",
          "ws://h --give-up-after=0s | above zero",
          "ws://h --output=xml | expected one of json, event, pretty",
          "ws://h --token= | no token found",
          "ws://h --token-file=/no/such/file | no token found in /no/such/file: no such file",
          "ws://h --token-env=NO_SUCH_VARIABLE | is not set",
          "ws://h --token=a --token-file=b | mutually exclusive",
          "ws://h -q -v | mutually exclusive",
          "ws://h --ca-file=/no/such/file | --ca-file /no/such/file: no such file",
          "ws://h --cursor-fil=x | Unknown option",
          "--limit=1 | Missing required parameter"
        })
    void usage(String arguments, String words) {
      assertThat(run(console, arguments.split(" ", -1))).isEqualTo(1);
      assertThat(console.told()).contains(words);
    }
  }
}
