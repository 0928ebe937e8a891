package dev.jetbridge.client;

import dev.jetbridge.client.Failure.Kind;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides what follows the end of a connection: another attempt and when, or the end of the feed.
 * Follows the advice of section 9, and its own for what never became a connection. Knows no clock:
 * the time is handed in.
 */
final class Reconnection {
  /** A connection that lasted this long was a good one, even if it brought nothing. */
  static final Duration PROVEN = Duration.ofSeconds(10);

  /** How long a token that has lapsed may be refused, since its renewal may come a little late. */
  static final Duration TOKEN_PATIENCE = Duration.ofMinutes(1);

  /** No server makes a client wait longer than this. */
  static final Duration MAX_RETRY_AFTER = Duration.ofMinutes(5);

  /** What follows. */
  sealed interface Verdict {
    /** Another attempt, its number since the last good connection and the time until then. */
    record Again(int attempt, Duration delay) implements Verdict {}

    /** The feed is over. */
    record Over(Failure failure) implements Verdict {}
  }

  /**
   * One connection, looked back on.
   *
   * @param up how long since its hello, null where there was none
   * @param progressed whether it brought anything new
   * @param freshToken whether there is another token now than the one it showed
   * @param sentAwayIn how long until the moment that a goaway named, null where there was none
   */
  record Spell(
      @Nullable Duration up,
      boolean progressed,
      boolean freshToken,
      @Nullable Duration sentAwayIn) {}

  private final Patience patience;
  private final BackOff backOff;
  private final RandomGenerator random;
  private long troubleSince;
  private long lapsedAt;
  private boolean lapsed;
  private boolean everOpen;
  private int fruitless;

  /**
   * For one feed.
   *
   * @param now the feed's beginning, on the clock that the other calls go by
   */
  Reconnection(Patience patience, BackOff backOff, RandomGenerator random, long now) {
    this.patience = patience;
    this.backOff = backOff;
    this.random = random;
    this.troubleSince = now;
  }

  /** How long an attempt begun now may take before patience ends, null for no limit. */
  @Nullable Duration left(long now) {
    Duration limit = patience.of(everOpen);
    return limit == null ? null : limit.minusNanos(now - troubleSince);
  }

  /** The number of the attempt at hand since the last good connection, from 1. */
  int attempt() {
    return fruitless + 1;
  }

  Verdict after(Ending ending, Spell spell, long now) {
    Duration up = spell.up();
    if (up != null) {
      everOpen = true;
      lapsed = false;
    }
    if (spell.progressed() || (up != null && up.compareTo(PROVEN) >= 0)) {
      fruitless = 0;
      troubleSince = now;
    } else {
      fruitless++;
    }
    Duration away = spell.sentAwayIn();
    return switch (ending) {
      case Ending.Closed closed -> closed(closed, away, now);
      case Ending.Refused refused -> refused(refused, spell, now);
      case Ending.Unreachable unreachable -> again(unreachable, longer(slow(), away), now);
      case Ending.Silent silent -> again(silent, longer(slow(), away), now);
      case Ending.SentAway sentAway ->
          again(sentAway, fruitless == 0 ? Duration.ZERO : quick(), now);
      case Ending.Broken broken -> over(Kind.BAD_DATA, "the server broke the contract: " + broken);
      case Ending.NoToken none ->
          everOpen ? again(none, slow(), now) : over(Kind.REFUSED, none.toString());
    };
  }

  private Verdict closed(Ending.Closed closed, @Nullable Duration away, long now) {
    return switch (Advice.of(closed.code())) {
      case RECONNECT -> again(closed, away == null ? quick() : away, now);
      case BACK_OFF -> again(closed, longer(slow(), away), now);
      case RENEW_TOKEN -> {
        lapsed = true;
        lapsedAt = now;
        yield again(closed, quick(), now);
      }
      case REBUILD -> over(Kind.CURSOR_GONE, closed.toString());
      case STOP -> over(Kind.REFUSED, closed.toString());
    };
  }

  private Verdict refused(Ending.Refused refused, Spell spell, long now) {
    return switch (refused.status()) {
      case 408, 429, 500, 502, 503, 504 ->
          again(refused, longer(slow(), spread(refused.retryAfter())), now);
      case 401 ->
          spell.freshToken() || (lapsed && now - lapsedAt < TOKEN_PATIENCE.toNanos())
              ? again(refused, slow(), now)
              : over(Kind.REFUSED, refused.toString());
      default -> over(Kind.REFUSED, refused.toString());
    };
  }

  private Verdict again(Ending ending, Duration delay, long now) {
    Duration left = left(now);
    if (left != null && !left.isPositive()) {
      long seconds = Duration.ofNanos(now - troubleSince).toSeconds();
      return over(Kind.UNREACHABLE, "gave up after " + seconds + " s without a feed: " + ending);
    }
    return new Verdict.Again(attempt(), left == null || delay.compareTo(left) < 0 ? delay : left);
  }

  private static Verdict over(Kind kind, String message) {
    return new Verdict.Over(new Failure(kind, message));
  }

  private Duration quick() {
    return backOff.draw(fruitless - 1, random);
  }

  private Duration slow() {
    return backOff.draw(fruitless, random);
  }

  /** A server names the same delay to all that it turns away: they should not return as one. */
  private @Nullable Duration spread(@Nullable Duration retryAfter) {
    if (retryAfter == null) {
      return null;
    }
    Duration bounded = retryAfter.compareTo(MAX_RETRY_AFTER) < 0 ? retryAfter : MAX_RETRY_AFTER;
    return bounded.plus(backOff.draw(1, random));
  }

  private static Duration longer(Duration one, @Nullable Duration other) {
    return other == null || one.compareTo(other) >= 0 ? one : other;
  }
}
