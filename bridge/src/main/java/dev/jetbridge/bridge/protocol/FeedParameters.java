package dev.jetbridge.bridge.protocol;

import dev.jetbridge.stream.Cursor;
import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.Sequence;
import dev.jetbridge.stream.StartPoint;
import dev.jetbridge.stream.SubjectFilter;
import dev.jetbridge.stream.SubjectFilters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What the query of a feed's request asks for. What is malformed is refused and never replaced by a
 * default.
 *
 * @param start where to begin
 * @param subjects what to carry; empty for all that the caller may read
 */
public record FeedParameters(StartPoint start, Optional<SubjectFilters> subjects) {
  /** The most {@code subject} parameters in a request. */
  public static final int MAX_SUBJECTS = 64;

  private static final String SINCE = "since";
  private static final String SUBJECT = "subject";
  private static final String EPOCH = "epoch";
  private static final String AT = "at";
  private static final List<String> NAMES = List.of(SINCE, SUBJECT, EPOCH, AT);
  private static final String SINCE_FORM =
      "expected 0, digits without a leading zero up to 2^53-1, earliest, latest or snapshot";

  /** What became of a query. */
  public sealed interface Result {
    /** All of it is well-formed. */
    record Read(FeedParameters parameters) implements Result {}

    /** Some of it is not; the detail names what was found and expected. */
    record Malformed(String detail) implements Result {}
  }

  /**
   * Reads a query.
   *
   * @param query what follows the {@code ?} as it was sent; empty for none
   */
  public static Result read(String query) {
    return switch (QueryString.read(query)) {
      case QueryString.Result.Malformed malformed -> new Result.Malformed(malformed.detail());
      case QueryString.Result.Parameters found -> read(found.parameters());
    };
  }

  private static Result read(List<QueryString.Parameter> parameters) {
    Map<String, String> single = new HashMap<>();
    List<SubjectFilter> subjects = new ArrayList<>();
    for (QueryString.Parameter parameter : parameters) {
      String name = parameter.name();
      if (!NAMES.contains(name)) {
        return new Result.Malformed(Spelling.unknown(name, NAMES));
      }
      if (name.equals(SUBJECT)) {
        Optional<String> fault = SubjectFilter.fault(parameter.value());
        if (fault.isPresent()) {
          return new Result.Malformed("subject " + (subjects.size() + 1) + ": " + fault.get());
        }
        subjects.add(new SubjectFilter(parameter.value()));
      } else if (single.put(name, parameter.value()) != null) {
        return new Result.Malformed(name + " found twice, expected once at most");
      }
    }
    if (subjects.size() > MAX_SUBJECTS) {
      return new Result.Malformed(
          subjects.size() + " subject parameters found, expected at most " + MAX_SUBJECTS);
    }
    Optional<SubjectFilters> filters =
        subjects.isEmpty() ? Optional.empty() : Optional.of(new SubjectFilters(subjects));
    return start(single.get(SINCE), single.get(EPOCH), single.get(AT), filters);
  }

  private static Result start(
      @Nullable String since,
      @Nullable String epoch,
      @Nullable String at,
      Optional<SubjectFilters> filters) {
    OptionalLong sequence = since == null ? OptionalLong.empty() : Sequence.parse(since);
    if (sequence.isPresent()) {
      return after(sequence.getAsLong(), epoch, at, filters);
    }
    StartPoint start = word(since);
    if (start == null) {
      return new Result.Malformed(
          "since=" + Spelling.shown(String.valueOf(since)) + " found, " + SINCE_FORM);
    }
    if (epoch != null || at != null) {
      return new Result.Malformed(
          (epoch != null ? EPOCH : AT)
              + (since == null ? " found without since" : " found beside since=" + since)
              + ", expected only beside a numeric since");
    }
    return new Result.Read(new FeedParameters(start, filters));
  }

  private static @Nullable StartPoint word(@Nullable String since) {
    return switch (since) {
      case null -> new StartPoint.Latest();
      case "latest" -> new StartPoint.Latest();
      case "earliest" -> new StartPoint.Earliest();
      case "snapshot" -> new StartPoint.Snapshot();
      default -> null;
    };
  }

  private static Result after(
      long sequence,
      @Nullable String epoch,
      @Nullable String at,
      Optional<SubjectFilters> filters) {
    Optional<Epoch> incarnation = epoch == null ? Optional.empty() : Epoch.parse(epoch);
    if (epoch != null && incarnation.isEmpty()) {
      return new Result.Malformed(
          "epoch=" + Spelling.shown(epoch) + " found, expected 1 to 64 of [0-9A-Za-z_-]");
    }
    Optional<Instant> moment = at == null ? Optional.empty() : Rfc3339.parse(at);
    if (at != null && moment.isEmpty()) {
      return new Result.Malformed(
          "at="
              + Spelling.shown(at)
              + " found, expected RFC 3339 such as 2026-01-31T08:30:00.123456789Z"
              + " (a '+' has to be sent as %2B)");
    }
    Cursor cursor = new Cursor(sequence, incarnation.orElse(null), moment.orElse(null));
    return new Result.Read(new FeedParameters(new StartPoint.After(cursor), filters));
  }
}
