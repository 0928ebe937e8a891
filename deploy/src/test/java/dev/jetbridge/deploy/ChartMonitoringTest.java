package dev.jetbridge.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The chart gives Prometheus' operator and Grafana")
class ChartMonitoringTest {
  private static final String RULES = "deploy/prometheus/rules.yml";
  private static final String DASHBOARD = "deploy/grafana/dashboards/jetbridge.json";

  @TempDir private Path folder;
  private Chart chart;

  @BeforeEach
  void chart() {
    chart = new Chart(folder);
  }

  @Test
  @DisplayName(
      "the admin port of each pod, by the name of the job that alerts and dashboard ask for")
  void serviceMonitor() {
    Rendered rendered = chart.render(Chart.ENOUGH, "serviceMonitor: {enabled: true}");
    JsonNode monitor = rendered.the("ServiceMonitor").path("spec");
    JsonNode wanted = monitor.at("/selector/matchLabels");
    List<JsonNode> found =
        rendered.all("Service").stream()
            .filter(service -> has(service.at("/metadata/labels"), wanted))
            .toList();
    assertThat(found)
        .singleElement()
        .satisfies(service -> {
          assertThat(service.at("/spec/clusterIP").asText()).isEqualTo("None");
          assertThat(service.at("/spec/ports/0/name").asText())
              .isEqualTo(monitor.at("/endpoints/0/port").asText());
          assertThat(
                  service
                      .path("metadata")
                      .path("labels")
                      .path(monitor.path("jobLabel").asText())
                      .asText())
              .isEqualTo(job());
        });
  }

  @Test
  @DisplayName("the alerts, with runbooks where they are kept")
  void alerts() {
    JsonNode rule =
        chart
            .render(
                Chart.ENOUGH,
                "prometheusRule: {labels: {release: ops}, runbooks: 'https://ops.example/runbooks'}",
                given("prometheusRule", "rules", RULES))
            .the("PrometheusRule");
    assertThat(rule.at("/metadata/labels/release").asText()).isEqualTo("ops");
    JsonNode shipped = Tree.documents(Tree.text(RULES)).getFirst();
    assertThat(rule.path("spec").findValues("expr")).isEqualTo(shipped.findValues("expr"));
    assertThat(rule.findValuesAsText("runbook_url"))
        .hasSameSizeAs(shipped.findValues("alert"))
        .allSatisfy(url -> assertThat(url).startsWith("https://ops.example/runbooks#jetbridge"));
    assertThat(rule.findValuesAsText("summary"))
        .anyMatch(text -> text.contains("{{ $labels.instance }}"));
  }

  @Test
  @DisplayName("the dashboard")
  void dashboard() throws IOException {
    JsonNode map =
        chart.render(Chart.ENOUGH, given("dashboard", "json", DASHBOARD)).all("ConfigMap").stream()
            .filter(object -> object.at("/metadata/labels/grafana_dashboard").asText().equals("1"))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no ConfigMap with a dashboard found"));
    ObjectMapper json = new ObjectMapper();
    assertThat(json.readTree(map.path("data").path("jetbridge.json").asText()))
        .isEqualTo(json.readTree(Tree.text(DASHBOARD)));
  }

  @Test
  @DisplayName("nothing of that unless asked to")
  void nothing() {
    Rendered rendered = chart.render(Chart.ENOUGH);
    assertThat(rendered.objects())
        .extracting(object -> object.path("kind").asText())
        .doesNotContain("ServiceMonitor", "PrometheusRule");
    assertThat(rendered.all("ConfigMap")).hasSize(1);
  }

  /** A value that helm's {@code --set-file} would give. */
  private static String given(String value, String key, String file) {
    return new ObjectMapper().valueToTree(Map.of(value, Map.of(key, Tree.text(file)))).toString();
  }

  private static String job() {
    return Tree.documents(Tree.text("deploy/prometheus/prometheus.yml"))
        .getFirst()
        .at("/scrape_configs/0/job_name")
        .asText();
  }

  private static boolean has(JsonNode labels, JsonNode wanted) {
    return wanted.properties().stream()
        .allMatch(label -> labels.path(label.getKey()).equals(label.getValue()));
  }
}
