package dev.jetbridge.bridge.protocol;

import dev.jetbridge.stream.SubjectFilter;
import java.util.List;
import java.util.Optional;

/** What the query of a request to forget names: one key, or the subjects that match a filter. */
public sealed interface ForgetParameters {
  /** Well-formed. */
  sealed interface Wanted extends ForgetParameters {}

  /** The item of this key. */
  record Key(String key) implements Wanted {}

  /** The items whose event came on such a subject. */
  record Subjects(SubjectFilter filter) implements Wanted {}

  /** Not well-formed; the detail names what was found and expected. */
  record Malformed(String detail) implements ForgetParameters {}

  /** Reads what follows the {@code ?}. */
  static ForgetParameters read(String query) {
    return switch (QueryString.read(query)) {
      case QueryString.Result.Malformed malformed -> new Malformed(malformed.detail());
      case QueryString.Result.Parameters found -> read(found.parameters());
    };
  }

  private static ForgetParameters read(List<QueryString.Parameter> parameters) {
    if (parameters.size() != 1) {
      return new Malformed(
          parameters.size() + " parameters found, expected one, either key or subject");
    }
    String value = parameters.getFirst().value();
    String name = parameters.getFirst().name();
    if (name.equals("key") && !value.isEmpty()) {
      return new Key(value);
    }
    if (name.equals("subject")) {
      Optional<String> fault = SubjectFilter.fault(value);
      return fault.isPresent()
          ? new Malformed("subject: " + fault.get())
          : new Subjects(new SubjectFilter(value));
    }
    return new Malformed(
        "parameter '"
            + Spelling.shown(name)
            + "' found, expected key=<key> or subject=<filter>, not empty");
  }
}
