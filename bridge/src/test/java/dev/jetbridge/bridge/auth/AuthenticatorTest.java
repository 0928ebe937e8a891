package dev.jetbridge.bridge.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.jetbridge.config.AuthSettings;
import dev.jetbridge.config.Secret;
import dev.jetbridge.stream.SubjectFilters;
import dev.jetbridge.testkit.Clause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("the authenticator")
class AuthenticatorTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-06-01T12:00:00Z"), ZoneOffset.UTC);
  private static final String ENTRY = "  - {name: %s, token: %s, subjects: [%s]}\n";

  @TempDir Path folder;
  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  @Test
  @DisplayName("grants everything to auth.token and nothing to another")
  @Clause("P-3.1")
  void singleToken() {
    try (Authenticator authenticator =
        Authenticator.open(AuthSettings.ofToken(new Secret("s3cret")), NOON, executor)) {
      assertThat(granted(authenticator, "s3cret").permitted()).isEqualTo(SubjectFilters.ALL);
      assertThat(authenticator.authenticate(TokenHash.of("s3cre")))
          .isEqualTo(new AuthResult.Unknown());
    }
  }

  @Test
  @DisplayName("grants what the file says, until the expiry")
  @Clause("P-3.3")
  void untilTheExpiry() throws IOException {
    Path file =
        write(
            """
            tokens:
              - {name: a, token: ta, subjects: [x], expires: 2026-06-01T12:00:01Z}
              - {name: b, token: tb, subjects: [x], expires: 2026-06-01T12:00:00Z}
            """);
    try (Authenticator authenticator = open(file)) {
      assertThat(granted(authenticator, "ta").name()).isEqualTo("a");
      assertThat(authenticator.authenticate(TokenHash.of("tb")))
          .isEqualTo(new AuthResult.Expired("b"));
    }
  }

  @Test
  @DisplayName("follows the file, and tells its listeners")
  void follows() throws IOException {
    Path file = write("tokens:\n" + ENTRY.formatted("a", "ta", "x"));
    AtomicInteger reloads = new AtomicInteger();
    try (Authenticator authenticator = open(file)) {
      authenticator.onReload(reloads::incrementAndGet);
      Principal before = granted(authenticator, "ta");

      write("tokens:\n" + ENTRY.formatted("a", "ta", "y") + ENTRY.formatted("b", "tb", "x"));

      await("the reload").until(() -> reloads.get() == 1);
      assertThat(granted(authenticator, "tb").name()).isEqualTo("b");
      assertThat(authenticator.current(before))
          .isEqualTo(
              new AuthResult.Granted(
                  new Principal("a", SubjectFilters.of("y"), null, before.hash())));

      write("tokens:\n" + ENTRY.formatted("b", "tb", "x"));

      await("the second reload").until(() -> reloads.get() == 2);
      assertThat(authenticator.current(before)).isEqualTo(new AuthResult.Unknown());
    }
  }

  @Test
  @DisplayName("keeps what it has while the file is broken or gone")
  void keeps() throws IOException {
    Path file = write("tokens:\n" + ENTRY.formatted("a", "ta", "x"));
    AtomicInteger reloads = new AtomicInteger();
    try (Authenticator authenticator = open(file)) {
      authenticator.onReload(reloads::incrementAndGet);

      write("tokens:\n  - {name: a, tok");
      Files.delete(file);
      write("tokens:\n" + ENTRY.formatted("b", "tb", "x"));

      await("the reload of the good file").until(() -> reloads.get() == 1);
      assertThat(granted(authenticator, "tb").name()).isEqualTo("b");
    }
  }

  @Test
  @DisplayName("refuses to start with a file that is broken or missing, and shows no token")
  @Clause("P-3.4")
  void refusesToStart() throws IOException {
    Path file = write("tokens:\n  - {name: a, token: 's3 cret', subjects: [x]}");

    assertThatThrownBy(() -> open(file))
        .isInstanceOf(UnusableTokens.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("tokens[0] (a).token")
        .hasMessageNotContaining("s3 cret");
    assertThatThrownBy(() -> open(folder.resolve("missing")))
        .isInstanceOf(UnusableTokens.class)
        .hasMessageContaining("missing");
    assertThatThrownBy(
            () -> Authenticator.open(AuthSettings.ofToken(new Secret("s3 cret")), NOON, executor))
        .isInstanceOf(UnusableTokens.class)
        .hasMessageNotContaining("s3 cret");
  }

  private Authenticator open(Path file) {
    return Authenticator.open(new AuthSettings(file, null, Duration.ofMillis(50)), NOON, executor);
  }

  private Path write(String yaml) throws IOException {
    Path next = folder.resolve("next");
    Files.writeString(next, yaml);
    return Files.move(next, folder.resolve("tokens.yaml"), StandardCopyOption.REPLACE_EXISTING);
  }

  private static Principal granted(Authenticator authenticator, String token) {
    return switch (authenticator.authenticate(TokenHash.of(token))) {
      case AuthResult.Granted granted -> granted.principal();
      case AuthResult.Expired expired -> throw new AssertionError(expired);
      case AuthResult.Unknown unknown -> throw new AssertionError(unknown);
    };
  }
}
