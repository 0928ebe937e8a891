package dev.jetbridge.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where configuration is read from, the later overriding the earlier.
 *
 * @param file YAML file; null where there is none
 * @param environment the process environment; what does not start with {@code JETBRIDGE_} is not
 *     looked at
 * @param assignments {@code key=value} as given to {@code --set}; of two for one key the last holds
 */
public record Sources(
    @Nullable Path file, Map<String, String> environment, List<String> assignments) {

  public Sources {
    environment = Map.copyOf(environment);
    assignments = List.copyOf(assignments);
  }

  /** Nothing but the given values, by key name. */
  public static Sources of(Map<String, String> values) {
    return new Sources(
        null,
        Map.of(),
        values.entrySet().stream().map(value -> value.getKey() + "=" + value.getValue()).toList());
  }

  /** Leaves the values out: some are secrets. */
  @Override
  public String toString() {
    return "Sources[file=" + file + "]";
  }
}
