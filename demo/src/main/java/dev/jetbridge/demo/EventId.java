package dev.jetbridge.demo;

import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The CloudEvents id of a demo event, and its {@code Nats-Msg-Id}: which simulation it is from and
 * its place in it. The last one in a stream is all that is needed to go on where it ended.
 *
 * @param seed of the simulation
 * @param serial 1 for its first event
 */
record EventId(long seed, long serial) {
  private static final Pattern TEXT = Pattern.compile("([0-9a-f]{16})-([0-9]{8,18})");

  EventId {
    if (serial < 1) {
      throw new IllegalArgumentException("serial is %d, expected 1 or more".formatted(serial));
    }
  }

  /** Reads {@link #toString()}; empty for any other text. */
  static Optional<EventId> parse(@Nullable String text) {
    Matcher parts = TEXT.matcher(text == null ? "" : text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    long serial = Long.parseLong(parts.group(2));
    return serial < 1
        ? Optional.empty()
        : Optional.of(new EventId(HexFormat.fromHexDigitsToLong(parts.group(1)), serial));
  }

  @Override
  public String toString() {
    return "%016x-%08d".formatted(seed, serial);
  }
}
