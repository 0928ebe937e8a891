package dev.jetbridge.bridge.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import dev.jetbridge.config.LogFileSettings;
import dev.jetbridge.config.LogFormat;
import dev.jetbridge.config.LogLevel;
import dev.jetbridge.config.LogSettings;
import dev.jetbridge.config.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

@DisplayName("The log's file")
class LogFileTest {
  private static final int SIZE = 1 << 20;
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String FILLING = "x".repeat(1000);

  private final ByteArrayOutputStream standardError = new ByteArrayOutputStream();
  private final LoggerContext context = new LoggerContext();

  @TempDir Path folder;

  @BeforeEach
  void completeTheContext() {
    context.setMDCAdapter(new LogbackMDCAdapter());
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  @DisplayName("gets every line that standard error gets, in a directory that is made for it")
  void both() throws IOException {
    Path file = folder.resolve("not yet/50%d (b)/bridge.log");
    log(file, 100 * SIZE).info("tail opened");
    context.stop();
    assertThat(file).content(UTF_8).contains("INFO  Tail: tail opened").hasLineCount(1);
    assertThat(standardError.toString(UTF_8)).isEqualTo(Files.readString(file));
  }

  @Test
  @DisplayName("goes on where the process before has left it")
  void appends() {
    Path file = folder.resolve("bridge.log");
    log(file, 100 * SIZE).info("first");
    log(file, 100 * SIZE).info("second");
    context.stop();
    assertThat(file).content(UTF_8).containsSubsequence("first", "second").hasLineCount(2);
  }

  @Test
  @DisplayName("is begun anew beyond its size, the earlier ones compressed, no line lost or torn")
  void rotates() throws IOException {
    Path file = folder.resolve("bridge.log");
    Logger log = log(file, 100 * SIZE);
    int written = 0;
    for (int round = 1; round <= 2; round++) {
      int earlier = round;
      for (int i = 0; i < SIZE / FILLING.length(); i++) {
        log.info("line {} {}", written++, FILLING);
      }
      await("the file to be taken away")
          .atMost(SOON)
          .until(() -> {
            // Only a line that is written can find the file too large.
            log.info("again {}", FILLING);
            return compressed().size() == earlier;
          });
    }
    context.stop();

    assertThat(compressed())
        .allSatisfy(name ->
            assertThat(name.getFileName().toString())
                .matches("bridge\\.log\\.\\d{4}-\\d\\d-\\d\\d\\.\\d+\\.gz"));
    List<String> lines = new ArrayList<>();
    compressed().forEach(earlier -> lines.addAll(unpacked(earlier)));
    lines.addAll(Files.readAllLines(file));
    assertThat(lines).allSatisfy(line -> assertThat(line).endsWith(FILLING));
    assertThat(lines.stream().filter(line -> line.contains(" line "))).hasSize(written);
    assertThat(Files.size(compressed().getFirst())).isLessThan(SIZE / 10);
  }

  @Test
  @DisplayName("loses its oldest where together they take too much, or are too old")
  void forgets() throws IOException {
    Path file = folder.resolve("bridge.log");
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    Path old = earlier(today.minusDays(20), 10);
    Path large = earlier(today.minusDays(5), SIZE);
    Path recent = earlier(today.minusDays(2), SIZE - 10);
    log(file, SIZE).info("started");
    await("the oldest to go").atMost(SOON).until(() -> Files.notExists(large));
    context.stop();
    assertThat(old).doesNotExist();
    assertThat(recent).exists();
  }

  @Test
  @DisplayName("keeps nothing from being started but itself: it is refused where it cannot be")
  void refused() throws IOException {
    Path noDirectory = Files.writeString(folder.resolve("file"), "");
    for (Path file : List.of(noDirectory.resolve("bridge.log"), folder, Path.of("/proc/x/y"))) {
      assertThatThrownBy(() -> log(file, SIZE))
          .isInstanceOf(UnusableLogFile.class)
          .hasMessageStartingWith("log.file is \"" + file + "\", expected a file that can be");
    }
  }

  @Test
  @DisplayName("whose place beside it is taken is told of on standard error, and written on")
  void inTheWay() throws IOException {
    Path file = folder.resolve("bridge.log");
    Logger log = log(file, 100 * SIZE);
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    for (LocalDate day : List.of(today, today.plusDays(1))) {
      Files.createDirectories(folder.resolve("bridge.log." + day + ".0.gz/something"));
    }
    await("the word of it")
        .atMost(SOON)
        .until(() -> {
          for (int i = 0; i < 100; i++) {
            log.info("line {}", FILLING);
          }
          return standardError.toString(UTF_8).contains(" WARN  Logs: The log's file: ");
        });
    log.info("the last line");
    context.stop();
    assertThat(file).content(UTF_8).endsWith("the last line" + System.lineSeparator());
  }

  @Test
  @DisplayName("holds no secret")
  void noSecret() {
    Path file = folder.resolve("bridge.log");
    log(file, 100 * SIZE).info("hunter2hunter2 and Authorization: Bearer abcdef");
    context.stop();
    assertThat(file).content(UTF_8).contains(" and ").doesNotContain("hunter2", "abcdef");
  }

  private Logger log(Path file, long totalBytes) {
    Logs.configure(
        context,
        new LogSettings(
            LogFormat.TEXT,
            LogLevel.INFO,
            new LogFileSettings(file, SIZE, Duration.ofDays(14), totalBytes)),
        List.of(new Secret("hunter2hunter2")),
        standardError);
    return context.getLogger("dev.jetbridge.bridge.Tail");
  }

  private Path earlier(LocalDate day, int bytes) throws IOException {
    return Files.write(folder.resolve("bridge.log." + day + ".0.gz"), new byte[bytes]);
  }

  private List<Path> compressed() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".gz")).sorted().toList();
    }
  }

  private static List<String> unpacked(Path file) {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return new String(in.readAllBytes(), UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be unpacked", e);
    }
  }
}
