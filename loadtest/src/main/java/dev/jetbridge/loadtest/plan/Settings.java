package dev.jetbridge.loadtest.plan;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values of all knobs, as text and, checked, as what they mean. */
public final class Settings {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(B|KiB|MiB)?");
  private static final Pattern SHARE = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3})?)%");

  private final Map<Knob, String> values = new EnumMap<>(Knob.class);

  /** Sets a knob, in place of what it was set to before. */
  public Settings set(Knob knob, String value) {
    values.put(knob, value.strip());
    return this;
  }

  /** Sets those that the other sets. */
  public Settings set(Map<Knob, String> others) {
    others.forEach(this::set);
    return this;
  }

  public String text(Knob knob) {
    return values.getOrDefault(knob, knob.usual());
  }

  /** A whole number. */
  public int whole(Knob knob, int least, int most) throws InvalidPlan {
    String text = text(knob);
    if (text.matches("\\d{1,9}")) {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw wrong(knob, "a number from %d to %d".formatted(least, most));
  }

  /** A number with or without decimals. */
  public double number(Knob knob, double least, double most) throws InvalidPlan {
    String text = text(knob);
    if (text.matches("\\d{1,9}(\\.\\d{1,6})?")) {
      double number = Double.parseDouble(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw wrong(knob, "a number from %s to %s".formatted(least, most));
  }

  /** A time with its unit. */
  public Duration duration(Knob knob) throws InvalidPlan {
    Matcher parts = DURATION.matcher(text(knob));
    if (!parts.matches()) {
      throw wrong(knob, "a time such as 500ms, 30s, 5m or 8h");
    }
    long number = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  /** A number of bytes. */
  public int bytes(Knob knob) throws InvalidPlan {
    Matcher parts = SIZE.matcher(text(knob));
    if (!parts.matches()) {
      throw wrong(knob, "a size such as 300, 4KiB or 1MiB");
    }
    long number = Long.parseLong(parts.group(1));
    String unit = parts.group(2);
    long bytes = number * ("KiB".equals(unit) ? 1 << 10 : "MiB".equals(unit) ? 1 << 20 : 1);
    if (bytes > 64 << 20) {
      throw wrong(knob, "at most 64MiB");
    }
    return (int) bytes;
  }

  /** A share, 0 to 1. */
  public double share(Knob knob) throws InvalidPlan {
    Matcher parts = SHARE.matcher(text(knob));
    if (!parts.matches() || Double.parseDouble(parts.group(1)) > 100) {
      throw wrong(knob, "a share such as 10% or 0.5%");
    }
    return Double.parseDouble(parts.group(1)) / 100;
  }

  /** An address with scheme, host and port. */
  public URI address(Knob knob, String... schemes) throws InvalidPlan {
    return address(knob, text(knob), schemes);
  }

  /** One such address or several, separated by commas, all of one scheme. */
  public List<URI> addresses(Knob knob, String... schemes) throws InvalidPlan {
    List<URI> addresses = new ArrayList<>();
    for (String part : text(knob).split(",", -1)) {
      addresses.add(address(knob, part.strip(), schemes));
    }
    if (addresses.stream().map(URI::getScheme).distinct().count() > 1) {
      throw wrong(knob, "addresses of one scheme");
    }
    return List.copyOf(addresses);
  }

  private URI address(Knob knob, String text, String... schemes) throws InvalidPlan {
    String expected = "an address %s://host:port".formatted(String.join("|", schemes));
    try {
      URI address = URI.create(text);
      for (String scheme : schemes) {
        if (scheme.equals(address.getScheme()) && address.getHost() != null) {
          return address;
        }
      }
      throw wrong(knob, expected);
    } catch (IllegalArgumentException e) {
      throw wrong(knob, expected);
    }
  }

  /** What it is set to, secrets masked, in order. */
  public Map<String, String> shown() {
    Map<String, String> shown = new LinkedHashMap<>();
    for (Knob knob : Knob.values()) {
      String text = text(knob);
      if (!text.isEmpty()) {
        shown.put(knob.key(), knob.isSecret() ? "(set)" : text.replaceAll("//[^/@\\s]*@", "//"));
      }
    }
    return shown;
  }

  /** What was set, secrets included. */
  public Map<Knob, String> values() {
    return Map.copyOf(values);
  }

  /** What to say of a value that cannot be meant. */
  public InvalidPlan wrong(Knob knob, String expected) {
    String found = knob.isSecret() ? "..." : text(knob);
    return new InvalidPlan("%s: '%s' found, expected %s".formatted(knob.key(), found, expected));
  }
}
