package dev.jetbridge.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sizes in bytes as they are written in configuration: a whole number with a unit, powers of 1024
 * ({@code 64KiB}, {@code 1MiB}, {@code 2GiB}) or of 1000 ({@code 1MB}), or plain bytes with their
 * unit ({@code 512B}). A number without a unit is refused.
 */
record Sizes(long least, long most) implements ValueType<Long> {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,15})(B|KiB|MiB|GiB|KB|kB|MB|GB)");

  @Override
  public String name() {
    return "size";
  }

  @Override
  public String range() {
    return format(least) + " to " + format(most);
  }

  @Override
  public String expected() {
    return "a size with its unit (B, KiB, MiB, GiB, KB, MB, GB), from " + range();
  }

  @Override
  public Long parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("Not a size: " + text);
    }
    try {
      return Math.multiplyExact(Long.parseLong(parts.group(1)), factor(parts.group(2)));
    } catch (ArithmeticException tooLarge) {
      throw new IllegalArgumentException("Not a size below 8 EiB: " + text, tooLarge);
    }
  }

  private static long factor(String unit) {
    return switch (unit) {
      case "KiB" -> 1L << 10;
      case "MiB" -> 1L << 20;
      case "GiB" -> 1L << 30;
      case "KB", "kB" -> 1_000L;
      case "MB" -> 1_000_000L;
      case "GB" -> 1_000_000_000L;
      default -> 1L;
    };
  }

  @Override
  public boolean accepts(Long value) {
    return value >= least && value <= most;
  }

  @Override
  public String format(Long value) {
    if (value == 0) {
      return "0B";
    }
    if (value % (1L << 30) == 0) {
      return (value >> 30) + "GiB";
    }
    if (value % (1L << 20) == 0) {
      return (value >> 20) + "MiB";
    }
    return value % (1L << 10) == 0 ? (value >> 10) + "KiB" : value + "B";
  }
}
