package dev.jetbridge.loadtest.report;

import dev.jetbridge.loadtest.report.Metrics.Metric;
import java.util.Locale;

/** Numbers as people read them. */
final class Words {
  private Words() {}

  /** A time with three digits or so. */
  static String micros(double micros) {
    if (micros >= 10_000_000) {
      return text("%.1f s", micros / 1e6);
    }
    if (micros >= 1_000_000) {
      return text("%.2f s", micros / 1e6);
    }
    if (micros >= 100_000) {
      return text("%.0f ms", micros / 1e3);
    }
    if (micros >= 10_000) {
      return text("%.1f ms", micros / 1e3);
    }
    if (micros >= 1_000) {
      return text("%.2f ms", micros / 1e3);
    }
    return micros >= 100 || micros == 0 ? text("%.0f µs", micros) : text("%.1f µs", micros);
  }

  static String bytes(double bytes) {
    if (Math.abs(bytes) >= 1 << 30) {
      return text("%.2f GiB", bytes / (1 << 30));
    }
    if (Math.abs(bytes) >= 1 << 20) {
      return text("%.1f MiB", bytes / (1 << 20));
    }
    if (Math.abs(bytes) >= 1 << 10) {
      return text("%.1f KiB", bytes / (1 << 10));
    }
    return text("%.0f B", bytes);
  }

  static String number(long number) {
    return text("%,d", number);
  }

  static String bytes(long bytes) {
    return bytes((double) bytes);
  }

  /** A number with its thousands told apart; decimals only where it is small. */
  static String number(double number) {
    boolean whole = number == Math.rint(number) || Math.abs(number) >= 1_000;
    if (whole) {
      return text("%,.0f", number);
    }
    return Math.abs(number) >= 10 ? text("%.1f", number) : text("%.2f", number);
  }

  /** A time at a mark of an axis: no more decimals than it has. */
  static String mark(double micros) {
    if (micros >= 1e6) {
      return plain(micros / 1e6) + " s";
    }
    return micros >= 1e3 ? plain(micros / 1e3) + " ms" : plain(micros) + " µs";
  }

  /** A mark of an axis: no more decimals than it has. */
  static String plain(double number) {
    if (Math.abs(number - Math.rint(number)) < 1e-9) {
      return text("%,.0f", number);
    }
    return Math.abs(number) < 1 ? text("%.2f", number) : text("%.1f", number);
  }

  static String metric(Metric metric) {
    return switch (metric.unit()) {
      case COUNT -> number(metric.value());
      case MICROSECONDS -> micros(metric.value());
      case BYTES -> bytes(metric.value());
    };
  }

  @SuppressWarnings("AnnotateFormatMethod")
  static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
