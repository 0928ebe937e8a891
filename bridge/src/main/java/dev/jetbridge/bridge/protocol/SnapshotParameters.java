package dev.jetbridge.bridge.protocol;

import dev.jetbridge.stream.Sequence;
import dev.jetbridge.stream.SubjectFilter;
import dev.jetbridge.stream.SubjectFilters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the query of a request for the snapshot asks for. What is malformed is refused and never
 * replaced by a default.
 *
 * @param subjects what to answer with; empty for all that the caller may read
 * @param atLeast the sequence that has to be in it; 0 for any
 * @param patience how long to wait for that
 * @param limit the most items in the answer; empty for all
 * @param after the token of the page before; empty for a first one
 */
public record SnapshotParameters(
    Optional<SubjectFilters> subjects,
    long atLeast,
    Duration patience,
    OptionalLong limit,
    Optional<String> after) {
  /** The longest wait. */
  public static final Duration MAX_WAIT = Duration.ofSeconds(30);

  private static final String SUBJECT = "subject";
  private static final String AT_LEAST = "at-least";
  private static final String WAIT = "wait";
  private static final String LIMIT = "limit";
  private static final String AFTER = "after";
  private static final List<String> NAMES = List.of(SUBJECT, AT_LEAST, WAIT, LIMIT, AFTER);
  private static final Pattern DURATION = Pattern.compile("(\\d{1,5})(ms|s)");
  private static final Pattern COUNT = Pattern.compile("[1-9]\\d{0,8}");
  private static final Pattern TOKEN = Pattern.compile("[0-9A-Za-z_-]{1,64}");

  /** What became of a query. */
  public sealed interface Result {
    /** All of it is well-formed. */
    record Read(SnapshotParameters parameters) implements Result {}

    /** Some of it is not; the detail names what was found and expected. */
    record Malformed(String detail) implements Result {}
  }

  /** Thrown within, told as {@link Result.Malformed}. */
  private static final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String detail;

    Fault(String detail) {
      super(detail, null, false, false);
      this.detail = detail;
    }
  }

  /**
   * Reads a query.
   *
   * @param query what follows the {@code ?} as it was sent; empty for none
   */
  public static Result read(String query) {
    return switch (QueryString.read(query)) {
      case QueryString.Result.Malformed malformed -> new Result.Malformed(malformed.detail());
      case QueryString.Result.Parameters found -> {
        try {
          yield new Result.Read(read(found.parameters()));
        } catch (Fault fault) {
          yield new Result.Malformed(fault.detail);
        }
      }
    };
  }

  private static SnapshotParameters read(List<QueryString.Parameter> parameters) {
    Map<String, String> single = new HashMap<>();
    List<SubjectFilter> subjects = new ArrayList<>();
    for (QueryString.Parameter parameter : parameters) {
      String name = parameter.name();
      if (!NAMES.contains(name)) {
        throw new Fault(Spelling.unknown(name, NAMES));
      }
      if (name.equals(SUBJECT)) {
        subjects.add(subject(parameter.value(), subjects.size() + 1));
      } else if (single.put(name, parameter.value()) != null) {
        throw new Fault(name + " found twice, expected once at most");
      }
    }
    if (subjects.size() > FeedParameters.MAX_SUBJECTS) {
      throw new Fault(
          subjects.size()
              + " subject parameters found, expected at most "
              + FeedParameters.MAX_SUBJECTS);
    }
    Optional<String> after = Optional.ofNullable(single.get(AFTER));
    if (after.isPresent() && single.containsKey(AT_LEAST)) {
      throw new Fault("at-least found beside after, expected it for a first page only");
    }
    if (after.isPresent() && !TOKEN.matcher(after.get()).matches()) {
      throw new Fault(
          "after=" + Spelling.shown(after.get()) + " found, expected the next of the page before");
    }
    return new SnapshotParameters(
        subjects.isEmpty() ? Optional.empty() : Optional.of(new SubjectFilters(subjects)),
        atLeast(single.get(AT_LEAST)),
        patience(single.get(WAIT), single.containsKey(AT_LEAST)),
        limit(single.get(LIMIT)),
        after);
  }

  private static SubjectFilter subject(String value, int number) {
    Optional<String> fault = SubjectFilter.fault(value);
    if (fault.isPresent()) {
      throw new Fault("subject " + number + ": " + fault.get());
    }
    return new SubjectFilter(value);
  }

  private static long atLeast(@Nullable String text) {
    OptionalLong sequence = text == null ? OptionalLong.of(0) : Sequence.parse(text);
    if (sequence.isEmpty()) {
      throw new Fault(
          "at-least="
              + Spelling.shown(String.valueOf(text))
              + " found, expected 0 or digits without a leading zero up to 2^53-1");
    }
    return sequence.getAsLong();
  }

  private static Duration patience(@Nullable String text, boolean beside) {
    if (text == null) {
      return Duration.ZERO;
    }
    if (!beside) {
      throw new Fault("wait found without at-least, expected only beside it");
    }
    Matcher form = DURATION.matcher(text);
    if (form.matches()) {
      long number = Long.parseLong(form.group(1));
      Duration wait =
          "s".equals(form.group(2)) ? Duration.ofSeconds(number) : Duration.ofMillis(number);
      if (wait.compareTo(MAX_WAIT) <= 0) {
        return wait;
      }
    }
    throw new Fault(
        "wait=" + Spelling.shown(text) + " found, expected such as 500ms or 10s, at most 30s");
  }

  private static OptionalLong limit(@Nullable String text) {
    if (text == null) {
      return OptionalLong.empty();
    }
    if (!COUNT.matcher(text).matches()) {
      throw new Fault("limit=" + Spelling.shown(text) + " found, expected 1 to 999999999 items");
    }
    return OptionalLong.of(Long.parseLong(text));
  }
}
