package dev.jetbridge.loadtest.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A run written down in YAML: {@code scenario}, {@code name}, {@code assert} (a list), and any knob
 * by its name. Nothing else: a key that nobody knows is a mistake.
 *
 * @param name what the run is to be called, empty for the scenario's name
 */
public record ScenarioFile(
    String scenario, String name, List<String> assertions, Map<Knob, String> values) {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /** Reads one. */
  public static ScenarioFile read(Path file) throws InvalidPlan {
    try {
      return of(file, YAML.readTree(Files.readAllBytes(file)));
    } catch (JsonProcessingException e) {
      throw new InvalidPlan("%s is not YAML: %s".formatted(file, e.getOriginalMessage()));
    } catch (IOException e) {
      throw new InvalidPlan("%s cannot be read: %s".formatted(file, e.getMessage()));
    }
  }

  private static ScenarioFile of(Path file, JsonNode root) throws InvalidPlan {
    if (!root.isObject()) {
      throw new InvalidPlan("%s: expected keys and values".formatted(file));
    }
    Map<Knob, String> values = new EnumMap<>(Knob.class);
    List<String> assertions = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      JsonNode value = entry.getValue();
      var knob = Knob.named(entry.getKey());
      if (knob.isPresent() && value.isValueNode()) {
        values.put(knob.get(), value.asText());
      } else if (entry.getKey().equals("assert") && value.isArray()) {
        value.forEach(one -> assertions.add(one.asText()));
      } else if (!entry.getKey().equals("scenario") && !entry.getKey().equals("name")) {
        unknown.add(entry.getKey());
      }
    }
    if (!unknown.isEmpty()) {
      throw new InvalidPlan(
          "%s: unknown or misplaced: %s".formatted(file, String.join(", ", unknown)));
    }
    return new ScenarioFile(
        root.path("scenario").asText("fanout"), root.path("name").asText(""), assertions, values);
  }
}
