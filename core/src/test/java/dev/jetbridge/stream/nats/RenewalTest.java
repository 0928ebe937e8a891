package dev.jetbridge.stream.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.config.NatsSettings;
import dev.jetbridge.config.NatsTlsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A renewal of credentials")
class RenewalTest {
  @TempDir Path directory;
  private final List<String> unreadable = new ArrayList<>();
  private final Renewal renewal =
      new Renewal((why, first) ->
          unreadable.add((first ? "first " : "again ") + why.getClass().getSimpleName()));
  private Identity inUse;

  @BeforeEach
  void begin() throws IOException {
    inUse = write("first");
  }

  private Identity write(String content) throws IOException {
    Files.writeString(directory.resolve("creds"), content);
    return read();
  }

  private Identity read() throws IOException {
    return Identity.read(
        new NatsSettings(
            List.of("nats://127.0.0.1:1"),
            directory.resolve("creds"),
            null,
            null,
            null,
            new NatsTlsSettings(null, null, null)));
  }

  private boolean isDueAfter(long seconds) {
    return renewal.isDue(this::read, inUse, TimeUnit.SECONDS.toNanos(seconds));
  }

  @Test
  @DisplayName("is due once two looks in a row found the same")
  void settled() throws IOException {
    assertThat(isDueAfter(0)).isFalse();
    write("half");
    assertThat(isDueAfter(1)).isFalse();
    write("half and half");
    assertThat(isDueAfter(2)).isFalse();
    assertThat(isDueAfter(3)).isTrue();
  }

  @Test
  @DisplayName("is not due while the file holds what is in use")
  void unchanged() throws IOException {
    assertThat(isDueAfter(0)).isFalse();
    write("first");
    assertThat(isDueAfter(1)).isFalse();
    assertThat(isDueAfter(2)).isFalse();
  }

  @Test
  @DisplayName("is not due while the file is missing")
  void missing() throws IOException {
    Files.delete(directory.resolve("creds"));
    assertThat(isDueAfter(0)).isFalse();
    assertThat(isDueAfter(1)).isFalse();
    write("second");
    assertThat(isDueAfter(2)).isFalse();
    assertThat(isDueAfter(3)).isTrue();
  }

  @Test
  @DisplayName("that cannot be read is told when two looks found it, and then every half minute")
  void unreadable() throws IOException {
    Files.delete(directory.resolve("creds"));
    for (long second = 0; second <= 61; second++) {
      assertThat(isDueAfter(second)).isFalse();
      assertThat(unreadable).hasSize(second < 1 ? 0 : second < 31 ? 1 : second < 61 ? 2 : 3);
    }
    assertThat(unreadable)
        .containsExactly(
            "first NoSuchFileException", "again NoSuchFileException", "again NoSuchFileException");
    write("first");
    assertThat(isDueAfter(62)).isFalse();
    Files.delete(directory.resolve("creds"));
    assertThat(isDueAfter(63)).isFalse();
    write("first");
    assertThat(isDueAfter(64)).isFalse();
    assertThat(unreadable).as("one look is none").hasSize(3);
  }

  @Test
  @DisplayName("whose reading fails in a way that nobody expects is one that cannot be read")
  void unexpected() {
    for (long second = 0; second < 3; second++) {
      assertThat(
              renewal.isDue(
                  () -> {
                    throw new IllegalStateException("planted");
                  },
                  inUse,
                  TimeUnit.SECONDS.toNanos(second)))
          .isFalse();
    }
    assertThat(unreadable).containsExactly("first IllegalStateException");
  }

  @Test
  @DisplayName("that did not do is tried again, later each time, and at once when it changes")
  void failed() throws IOException {
    Identity second = write("second");
    assertThat(isDueAfter(0)).isFalse();
    assertThat(isDueAfter(0)).isTrue();
    assertThat(renewal.failed(second, 0)).isTrue();
    assertThat(isDueAfter(0)).isFalse();
    assertThat(isDueAfter(1)).isTrue();
    assertThat(renewal.failed(second, TimeUnit.SECONDS.toNanos(1))).isFalse();
    assertThat(isDueAfter(2)).isFalse();
    assertThat(isDueAfter(3)).isTrue();

    write("third");
    assertThat(isDueAfter(3)).isFalse();
    assertThat(isDueAfter(3)).isTrue();
  }
}
