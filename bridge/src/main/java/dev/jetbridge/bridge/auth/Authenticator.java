package dev.jetbridge.bridge.auth;

import dev.jetbridge.bridge.reload.FileWatch;
import dev.jetbridge.config.AuthSettings;
import dev.jetbridge.config.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says who a token speaks for, as the tokens file and {@code auth.token} have it at this moment.
 * Thread-safe; never blocks.
 *
 * <p>A file that changed and is not understood leaves the tokens as they were, with one warning.
 */
public final class Authenticator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Authenticator.class);

  private final Clock clock;
  private final @Nullable Principal single;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile Tokens tokens;
  private @Nullable FileWatch watch;

  private Authenticator(Clock clock, @Nullable Principal single, Tokens fromFile) {
    this.clock = clock;
    this.single = single;
    this.tokens = fromFile.and(single);
  }

  /**
   * Reads the tokens and watches their file.
   *
   * @param executor where the file is read and listeners are called
   * @throws UnusableTokens where the file cannot be read or is not understood: names every problem
   */
  public static Authenticator open(
      AuthSettings settings, Clock clock, ScheduledExecutorService executor) {
    Secret token = settings.token();
    if (token != null) {
      Tokens.faultOf(token.value())
          .ifPresent(fault -> {
            throw new UnusableTokens(Tokens.SINGLE_NAME, List.of(fault));
          });
    }
    Principal single = token == null ? null : Tokens.single(token.value());
    Path file = settings.tokensFile();
    if (file == null) {
      return new Authenticator(clock, single, new Tokens(List.of()));
    }
    byte[] content = content(file);
    Authenticator opened =
        switch (TokensFile.read(content)) {
          case TokensFile.Result.Faulty faulty ->
              throw new UnusableTokens(file.toString(), faulty.problems());
          case TokensFile.Result.Read read -> new Authenticator(clock, single, read.tokens());
        };
    LOG.info("{} tokens read from {}", opened.tokens.principals().size(), file);
    opened.watch =
        new FileWatch(
            List.of(file),
            List.of(content),
            settings.reloadInterval(),
            executor,
            contents -> opened.replace(file, contents.getFirst()));
    return opened;
  }

  /** What the presented token is worth now. */
  public AuthResult authenticate(TokenHash presented) {
    Principal principal = tokens.find(presented);
    if (principal == null) {
      return new AuthResult.Unknown();
    }
    Instant expires = principal.expires();
    return expires != null && !clock.instant().isBefore(expires)
        ? new AuthResult.Expired(principal.name())
        : new AuthResult.Granted(principal);
  }

  /**
   * What a token that was granted before is worth now: the same, with other permissions perhaps, or
   * no longer.
   */
  public AuthResult current(Principal principal) {
    return authenticate(principal.hash());
  }

  /** Calls a listener after every reload that took effect, on the executor's thread. */
  public void onReload(Runnable listener) {
    listeners.add(listener);
  }

  private void replace(Path file, byte[] content) {
    switch (TokensFile.read(content)) {
      case TokensFile.Result.Faulty faulty ->
          LOG.warn(
              "{} changed and is not understood, the tokens stay as they were: {}",
              file,
              String.join("; ", faulty.problems()));
      case TokensFile.Result.Read read -> {
        tokens = read.tokens().and(single);
        LOG.info("{} tokens read from {}", tokens.principals().size(), file);
        listeners.forEach(Runnable::run);
      }
    }
  }

  private static byte[] content(Path file) {
    try {
      return FileWatch.read(file);
    } catch (IOException e) {
      throw new UnusableTokens(file.toString(), List.of("not readable: " + e), e);
    }
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
  }
}
