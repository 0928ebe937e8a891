package dev.jetbridge.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may connect. At least one of file and token is there; where both are, either is accepted.
 *
 * @param tokensFile YAML file of tokens, the subjects each may read, and when each expires
 * @param token one token that may read everything
 * @param reloadInterval how often the file is looked at for a change
 */
public record AuthSettings(
    @Nullable Path tokensFile, @Nullable Secret token, Duration reloadInterval) {

  static final Key<Path> TOKENS_FILE =
      Key.optional(
          "auth.tokens-file",
          Types.FILE,
          "YAML file of tokens: `tokens: [{name, sha256 or token, subjects, expires}]`. Read again when it changes. This or `auth.token` must be given.");
  static final Key<Secret> TOKEN =
      Key.optional("auth.token", Types.SECRET, "One token that may read everything (`>`).");
  static final Key<Duration> RELOAD_INTERVAL =
      Key.of(
          "auth.reload-interval",
          Types.duration(Duration.ofMillis(50), Duration.ofDays(1)),
          "2s",
          "How often `auth.tokens-file` is looked at; a token that was taken out ends its sessions within that time.");

  static final Section SECTION =
      new Section(
          "Who may connect", List.of(TOKENS_FILE, TOKEN, RELOAD_INTERVAL), AuthSettings::read);

  public AuthSettings {
    TOKENS_FILE.checkIfPresent(tokensFile);
    RELOAD_INTERVAL.check(reloadInterval);
    if (tokensFile == null && token == null) {
      throw new Conflict(
          "Neither auth.tokens-file nor auth.token is given, expected one of them: without a token nobody may connect",
          TOKENS_FILE,
          TOKEN);
    }
  }

  /** One token that may read everything. */
  public static AuthSettings ofToken(Secret token) {
    return new AuthSettings(null, token, RELOAD_INTERVAL.fallbackValue());
  }

  /** The tokens of a file. */
  public static AuthSettings ofTokensFile(Path file) {
    return new AuthSettings(file, null, RELOAD_INTERVAL.fallbackValue());
  }

  static AuthSettings read(Values values) {
    return new AuthSettings(
        values.optional(TOKENS_FILE), values.optional(TOKEN), values.get(RELOAD_INTERVAL));
  }
}
