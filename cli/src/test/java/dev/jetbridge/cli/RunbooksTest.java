package dev.jetbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Each alert")
class RunbooksTest {
  private static final String PAGE = "docs/runbooks.md";

  @Test
  @DisplayName("has a runbook that its annotation leads to, and each runbook an alert")
  void runbooks() throws IOException {
    Map<String, JsonNode> alerts = alerts();
    List<String> headings =
        lines(PAGE).filter(line -> line.startsWith("### ")).map(line -> line.substring(4)).toList();
    assertThat(new TreeSet<>(headings)).isEqualTo(alerts.keySet()).hasSameSizeAs(headings);
    assertThat(alerts)
        .allSatisfy((name, alert) ->
            assertThat(alert.at("/annotations/runbook_url").asText())
                .isEqualTo(PAGE + "#" + name.toLowerCase(Locale.ROOT)));
    assertThat(lines("docs/operations.md")).anyMatch(line -> line.contains("(runbooks.md)"));
  }

  @Test
  @DisplayName("says how bad it is, as its runbook does, and what it is about")
  void severities() throws IOException {
    Map<String, String> said = new TreeMap<>();
    String heading = "";
    for (String line : lines(PAGE).toList()) {
      if (line.startsWith("### ")) {
        heading = line.substring(4);
      } else if (line.startsWith("*Critical.*") || line.startsWith("*Warning.*")) {
        said.putIfAbsent(heading, line.substring(1, line.indexOf('.')).toLowerCase(Locale.ROOT));
      }
    }
    assertThat(alerts())
        .allSatisfy((name, alert) -> {
          assertThat(alert.at("/labels/severity").asText()).isEqualTo(said.get(name));
          assertThat(alert.at("/annotations/summary").asText()).isNotBlank();
          assertThat(alert.at("/annotations/description").asText()).isNotBlank();
        });
  }

  private static Map<String, JsonNode> alerts() throws IOException {
    JsonNode rules = new YAMLMapper().readTree(file("deploy/prometheus/rules.yml").toFile());
    Map<String, JsonNode> alerts = new TreeMap<>();
    rules
        .path("groups")
        .forEach(group ->
            group.path("rules").forEach(rule -> alerts.put(rule.path("alert").asText(), rule)));
    assertThat(alerts).hasSizeGreaterThan(20);
    return alerts;
  }

  private static Stream<String> lines(String file) throws IOException {
    return Files.readAllLines(file(file)).stream();
  }

  private static Path file(String path) {
    return Stream.of(Path.of(path), Path.of("..", path))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + path + " found from here"));
  }
}
