package dev.jetbridge.bridge.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.config.LogFormat;
import dev.jetbridge.config.LogLevel;
import dev.jetbridge.config.LogSettings;
import dev.jetbridge.config.Secret;
import dev.jetbridge.testkit.Clause;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;

@DisplayName("The log")
class LogsTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final LoggerContext context = new LoggerContext();

  @BeforeEach
  void completeTheContext() {
    context.setMDCAdapter(new LogbackMDCAdapter());
  }

  @Nested
  @DisplayName("as text")
  class AsText {
    @Test
    @DisplayName("has time, level, logger, message, pairs and stack trace")
    void line() {
      Logger log = log(LogFormat.TEXT);
      log.atInfo().addKeyValue("stream", "ORDERS").log("tail opened at {}", 7);
      log.error("promise broken", new IllegalStateException("5 found, expected 6"));
      assertThat(lines().get(0))
          .matches(
              "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z INFO  Tail: tail opened at 7"
                  + " stream=ORDERS");
      assertThat(lines().get(1)).contains(" ERROR Tail: promise broken");
      assertThat(lines().get(2)).isEqualTo("java.lang.IllegalStateException: 5 found, expected 6");
      assertThat(lines().get(3)).startsWith("\tat ");
    }

    @Test
    @DisplayName("lets nobody forge a line or reach the terminal")
    void forged() {
      log(LogFormat.TEXT).info("subject {}", "a\n2026-01-01 ERROR x\r\u001b[2J\u0085\u2028b");
      assertThat(lines()).hasSize(1);
      assertThat(lines().getFirst()).endsWith("subject a?2026-01-01 ERROR x??[2J??b");
    }
  }

  @Nested
  @DisplayName("as JSON")
  class AsJson {
    @Test
    @DisplayName("has one object a line with stable names")
    void names() throws IOException {
      Logger log = log(LogFormat.JSON);
      log.atInfo().addKeyValue("stream", "ORDERS").log("tail\nopened at {}", 7);
      log.error("promise broken", new IllegalStateException("5 found, expected 6"));
      JsonNode first = new ObjectMapper().readTree(lines().get(0));
      assertThat(first.properties())
          .extracting(Map.Entry::getKey)
          .containsExactlyInAnyOrder("timestamp", "level", "logger", "thread", "message", "stream");
      assertThat(first.path("message").asText()).isEqualTo("tail\nopened at 7");
      assertThat(first.path("timestamp").asText())
          .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
      assertThat(new ObjectMapper().readTree(lines().get(1)).path("stack_trace").asText())
          .startsWith("java.lang.IllegalStateException: 5 found, expected 6");
      assertThat(lines()).hasSize(2);
    }

    @Test
    @DisplayName("has the names that the handbook promises")
    void documented() throws IOException {
      log(LogFormat.JSON).error("promise broken", new IllegalStateException("5 found"));
      assertThat(new ObjectMapper().readTree(lines().getFirst()).properties())
          .extracting(Map.Entry::getKey)
          .containsExactlyInAnyOrderElementsOf(documentedFields());
    }

    private List<String> documentedFields() throws IOException {
      Path page =
          Stream.of(Path.of("docs/operations.md"), Path.of("../docs/operations.md"))
              .filter(Files::exists)
              .findFirst()
              .orElseThrow(() -> new AssertionError("no docs/operations.md found from here"));
      return Files.readAllLines(page).stream()
          .dropWhile(line -> !line.startsWith("| field |"))
          .skip(2)
          .takeWhile(line -> line.startsWith("|"))
          .map(line -> line.substring(line.indexOf('`') + 1, line.indexOf('`', 3)))
          .toList();
    }
  }

  @Nested
  @DisplayName("in either format")
  class InEitherFormat {
    @ParameterizedTest
    @MethodSource("dev.jetbridge.bridge.log.PlantedSecret#all")
    @Clause("P-3.4")
    @DisplayName("shows no secret, be it in message, argument, pair, context or exception")
    void noSecret(PlantedSecret planted) {
      for (LogFormat format : LogFormat.values()) {
        written.reset();
        plant(log(format), planted.text());
        assertThat(all())
            .contains("argument", "a pair", "a pair of many", "context", "failed", "because ")
            .doesNotContain(planted.secret())
            .doesNotContain(escaped(planted.secret()));
      }
    }

    private void plant(Logger log, String text) {
      log.info(text);
      log.info("argument {} and {}", text, CharBuffer.wrap(text));
      log.info("argument {}", List.of(text));
      log.atInfo().addKeyValue("value", text).log("a pair");
      log.atInfo().addKeyValue("value", List.of(text)).log("a pair of many");
      context.getMDCAdapter().put("request", text);
      log.info("context");
      IllegalStateException thrown =
          new IllegalStateException(text, new IOException("because " + text));
      thrown.addSuppressed(new IllegalArgumentException(text));
      log.error("failed", thrown);
      log.error(text, thrown);
      context.getMDCAdapter().clear();
    }

    @ParameterizedTest
    @EnumSource(LogFormat.class)
    @DisplayName("shows none of the secrets of the configuration")
    void known(LogFormat format) {
      Logger log = log(format);
      log.info("the value of x is hunter2hunter2.", new IOException("hunter2hunter2"));
      assertThat(all()).contains("the value of x is ********.").doesNotContain("hunter2");
    }

    @Test
    @DisplayName("leaves standard error open when it is configured again")
    void staysOpen() {
      AtomicBoolean closed = new AtomicBoolean();
      OutputStream target =
          new FilterOutputStream(written) {
            @Override
            public void close() {
              closed.set(true);
            }
          };
      for (LogFormat format : LogFormat.values()) {
        Logs.configure(context, new LogSettings(format, LogLevel.INFO), List.of(), target);
      }
      context.stop();
      assertThat(closed).isFalse();
    }

    @ParameterizedTest
    @EnumSource(LogFormat.class)
    @DisplayName("holds ours to the level, and libraries to warnings")
    void levels(LogFormat format) {
      log(format).debug("too fine");
      log(format).info("wanted");
      context.getLogger("io.netty.Channel").info("chatter");
      context.getLogger("io.netty.Channel").warn("trouble");
      assertThat(all()).contains("wanted", "trouble").doesNotContain("too fine", "chatter");
    }
  }

  @Nested
  @DisplayName("that is stopped by two at once")
  class StoppedTwice {
    @Test
    @DisplayName("lets neither go before what is waiting is written")
    void bothWait() throws InterruptedException {
      CountDownLatch unstuck = new CountDownLatch(1);
      Logs.configure(
          context, new LogSettings(LogFormat.TEXT, LogLevel.INFO), List.of(), stuckUntil(unstuck));
      context.getLogger("dev.jetbridge.Tail").info("the last line");
      Thread first = stopping();
      await("the first to wait")
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> first.getState() == Thread.State.TIMED_WAITING);
      Thread second = stopping();
      await("the second to wait, or to be gone")
          .until(() -> second.getState() == Thread.State.BLOCKED || !second.isAlive());
      assertThat(second.isAlive()).as("the second waits").isTrue();
      unstuck.countDown();
      second.join();
      assertThat(written.toString(StandardCharsets.UTF_8)).contains("the last line");
      first.join();
    }

    private Thread stopping() {
      Thread thread = new Thread(() -> Logs.stop(context));
      thread.start();
      return thread;
    }
  }

  @Nested
  @DisplayName("on a standard error that takes nothing")
  class Stuck {
    @Test
    @DisplayName("holds up nobody, and says afterwards how many lines are missing")
    void neverBlocks() {
      CountDownLatch unstuck = new CountDownLatch(1);
      Logs.configure(
          context, new LogSettings(LogFormat.TEXT, LogLevel.INFO), List.of(), stuckUntil(unstuck));
      Logger log = context.getLogger("dev.jetbridge.Tail");
      for (int i = 0; i < 10_000; i++) {
        log.info("line {}", i);
      }
      unstuck.countDown();
      await("room in the queue")
          .until(() -> written.toString(StandardCharsets.UTF_8).contains("line 4000"));
      log.info("afterwards");
      assertThat(all())
          .containsPattern("WARN  Logs: \\d{4} log lines are missing here")
          .contains("afterwards");
    }
  }

  private OutputStream stuckUntil(CountDownLatch unstuck) {
    return new OutputStream() {
      @Override
      public void write(int b) {
        awaitQuietly(unstuck);
        written.write(b);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        awaitQuietly(unstuck);
        written.write(bytes, offset, length);
      }
    };
  }

  private Logger log(LogFormat format) {
    Logs.configure(
        context,
        new LogSettings(format, LogLevel.INFO),
        List.of(new Secret("hunter2hunter2")),
        written);
    return context.getLogger("dev.jetbridge.bridge.Tail");
  }

  /** What has been written, the queue being emptied first. */
  private String all() {
    context.stop();
    return written.toString(StandardCharsets.UTF_8);
  }

  private List<String> lines() {
    return all().lines().toList();
  }

  private static String escaped(String secret) {
    String quoted = new ObjectMapper().valueToTree(secret).toString();
    return quoted.substring(1, quoted.length() - 1);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    boolean interrupted = false;
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
