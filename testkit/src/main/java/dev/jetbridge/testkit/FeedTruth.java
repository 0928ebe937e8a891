package dev.jetbridge.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a feed had to deliver, by the stream's own content, and the check that it did: every event,
 * once, in order, with its own bytes. Immutable.
 */
public final class FeedTruth {
  private final List<StoredMessage> expected;

  private FeedTruth(List<StoredMessage> expected) {
    this.expected = expected;
  }

  /** Every one of {@code messages}, which rise in sequence. */
  public static FeedTruth of(List<StoredMessage> messages) {
    return new FeedTruth(List.copyOf(messages));
  }

  /** Only what comes after the cursor {@code seq}. */
  public FeedTruth after(long seq) {
    return where(message -> message.seq() > seq);
  }

  /** Only what is not above {@code seq}. */
  public FeedTruth upTo(long seq) {
    return where(message -> message.seq() <= seq);
  }

  /** Only what at least one of {@code filters} matches. */
  public FeedTruth matching(String... filters) {
    return where(
        message -> Arrays.stream(filters).anyMatch(f -> Wildcards.matches(f, message.subject())));
  }

  /** Only what {@code condition} holds for. */
  public FeedTruth where(Predicate<StoredMessage> condition) {
    return new FeedTruth(expected.stream().filter(condition).toList());
  }

  /** What is to be delivered. */
  public List<StoredMessage> expected() {
    return expected;
  }

  /** Fails unless {@code delivered} is all of it. */
  public void assertDelivered(List<FeedEvent> delivered) {
    assertBegins(delivered);
    if (delivered.size() < expected.size()) {
      throw new AssertionError(
          "lost: %d of %d events, from %s on"
              .formatted(
                  expected.size() - delivered.size(),
                  expected.size(),
                  expected.get(delivered.size())));
    }
  }

  /**
   * Fails unless {@code delivered} is its beginning, without a hole: all that a feed may have sent
   * that was closed on the way.
   */
  public void assertBegins(List<FeedEvent> delivered) {
    long last = Long.MIN_VALUE;
    for (int n = 0; n < delivered.size(); n++) {
      FeedEvent got = delivered.get(n);
      if (got.seq() <= last) {
        throw new AssertionError(
            "%s: sequence %d came after %d"
                .formatted(got.seq() == last ? "repeat" : "disorder", got.seq(), last));
      }
      if (n >= expected.size()) {
        throw new AssertionError("not to be delivered: " + got);
      }
      compare(expected.get(n), got);
      last = got.seq();
    }
  }

  private static void compare(StoredMessage want, FeedEvent got) {
    if (got.seq() > want.seq()) {
      throw new AssertionError("gap: expected %s; got %s".formatted(want, got));
    }
    if (got.seq() < want.seq()) {
      throw new AssertionError("not to be delivered: %s; expected %s".formatted(got, want));
    }
    if (!got.subject().isEmpty() && !got.subject().equals(want.subject())) {
      throw new AssertionError("wrong subject: expected %s; got %s".formatted(want, got));
    }
    // Space around a value is not part of it (RFC 8259 §2); inside it every byte counts.
    if (!trim(got.event()).equals(trim(want.payload()))) {
      throw new AssertionError("wrong bytes: expected %s; got %s".formatted(want, got));
    }
  }

  private static String trim(byte[] json) {
    String text = new String(json, StandardCharsets.ISO_8859_1);
    int from = 0;
    int to = text.length();
    while (from < to && isSpace(text.charAt(from))) {
      from++;
    }
    while (to > from && isSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }
}
