package dev.jetbridge.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.LintResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The chart")
class ChartTest {
  @TempDir private Path folder;
  private Chart chart;

  @BeforeEach
  void chart() {
    chart = new Chart(folder);
  }

  @Test
  @DisplayName("passes helm's lint")
  void lint() {
    String values =
        Tree.text("deploy/helm/jetbridge/values.yaml")
            .replace("config:\n", "config:\n  stream.name: EVENTS\n")
            .replace("auth:\n  existingSecret: \"\"", "auth:\n  existingSecret: tokens");
    LintResult lint = chart.copyWith(values).lint().strict().call();
    assertThat(lint.isFailed()).as(() -> String.join("\n", lint.getMessages())).isFalse();
  }

  @Nested
  @DisplayName("gives the bridge a configuration that it accepts")
  class Configuration {
    @Test
    @DisplayName("with the least that has to be said")
    void least() {
      assertAccepted(chart.render(Chart.ENOUGH), "tokens.yaml");
    }

    @Test
    @DisplayName("with every secret there is")
    void secrets() {
      Rendered all =
          chart.render(
              Chart.ENOUGH,
              """
              config: {nats.url: [tls://a.example, tls://b.example:4333], snapshot.mode: embedded, window.max-events: 2000000}
              nats: {existingSecret: nats, tls: {existingSecret: ca, clientCertificate: true}}
              tls: {existingSecret: certificate}
              admin: {existingSecret: admin}
              """);
      assertAccepted(all, "tokens.yaml", "nats.creds", "ca.crt", "tls.crt", "tls.key", "token");
      assertThat(all.configuration()).contains("window.max-events: 2000000\n");
    }

    @Test
    @DisplayName("with a password in place of a credentials file")
    void password() {
      assertAccepted(
          chart.render(
              Chart.ENOUGH,
              "{config: {nats.user: bridge}, nats: {existingSecret: nats, credsKey: '', passwordKey: password}}"),
          "tokens.yaml",
          "password");
    }

    private void assertAccepted(Rendered rendered, String... keys) {
      String file = rendered.mounted(folder, List.of(keys)).toString();
      assertThat(ConfigCheck.problems(Map.of(), "--config", file)).isEmpty();
      assertThat(rendered.container().path("args")).extracting(JsonNode::asText).contains("serve");
    }
  }

  @Nested
  @DisplayName("lets a pod end in good order")
  class Ending {
    @ParameterizedTest
    @CsvSource({"20s, 5, 48", "1m30s, 5, 118", "500ms, 0, 24", "0s, 0, 23", "1h, 300, 3923"})
    @DisplayName("after the pause, drain.window and the 23 s that a stop takes beyond it")
    void grace(String window, int pause, int seconds) {
      Rendered rendered =
          chart.render(
              Chart.ENOUGH,
              "{config: {drain.window: %s}, preStopSeconds: %d}".formatted(window, pause));
      assertThat(rendered.pod().path("terminationGracePeriodSeconds").asInt()).isEqualTo(seconds);
      assertThat(rendered.container().at("/lifecycle/preStop/sleep/seconds").asInt())
          .isEqualTo(pause);
    }

    @Test
    @DisplayName("one at a time, where nodes are emptied or versions rolled out")
    void oneAtATime() {
      Rendered rendered = chart.render(Chart.ENOUGH);
      assertThat(rendered.the("PodDisruptionBudget").at("/spec/maxUnavailable").asInt())
          .isEqualTo(1);
      JsonNode rollout = rendered.the("Deployment").at("/spec/strategy/rollingUpdate");
      assertThat(rollout.path("maxUnavailable").asInt(-1)).isZero();
    }
  }

  @Nested
  @DisplayName("runs a pod")
  class Pod {
    @Test
    @DisplayName("that is asked on the admin port, for its life and for its readiness")
    void probes() {
      JsonNode container = chart.render(Chart.ENOUGH).container();
      for (String probe : List.of("startupProbe", "livenessProbe")) {
        assertThat(container.path(probe).at("/httpGet/path").asText()).isEqualTo("/livez");
        assertThat(container.path(probe).at("/httpGet/port").asText()).isEqualTo("admin");
      }
      JsonNode readiness = container.at("/readinessProbe/httpGet");
      assertThat(readiness.path("path").asText()).isEqualTo("/readyz");
      assertThat(readiness.path("port").asText()).isEqualTo("admin");
      assertThat(container.path("ports").findValues("containerPort"))
          .extracting(JsonNode::asInt)
          .containsExactly(8080, 8081);
    }

    @Test
    @DisplayName("that may do nothing but run")
    void rights() {
      Rendered rendered = chart.render(Chart.ENOUGH);
      assertThat(rendered.pod().at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
      JsonNode context = rendered.container().path("securityContext");
      assertThat(context.path("readOnlyRootFilesystem").asBoolean()).isTrue();
      assertThat(context.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
      assertThat(context.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
      assertThat(rendered.pod().path("automountServiceAccountToken").asBoolean(true)).isFalse();
      assertThat(rendered.pod().path("enableServiceLinks").asBoolean(true)).isFalse();
    }

    @Test
    @DisplayName("apart from the others, over nodes and zones")
    void spread() {
      Rendered rendered = chart.render(Chart.ENOUGH, "spread: {whenUnsatisfiable: DoNotSchedule}");
      assertThat(rendered.the("Deployment").at("/spec/replicas").asInt()).isEqualTo(2);
      JsonNode spread = rendered.pod().path("topologySpreadConstraints");
      assertThat(spread.findValuesAsText("topologyKey"))
          .containsExactly("kubernetes.io/hostname", "topology.kubernetes.io/zone");
      assertThat(spread.at("/0/whenUnsatisfiable").asText()).isEqualTo("DoNotSchedule");
      JsonNode labels = rendered.the("Deployment").at("/spec/selector/matchLabels");
      assertThat(spread.at("/0/labelSelector/matchLabels")).isEqualTo(labels);
    }

    @Test
    @DisplayName("anew where its configuration has changed")
    void checksum() {
      String path = "/spec/template/metadata/annotations/checksum~1config";
      JsonNode before = chart.render(Chart.ENOUGH).the("Deployment").at(path);
      JsonNode after =
          chart.render(Chart.ENOUGH, "config: {log.level: debug}").the("Deployment").at(path);
      assertThat(before.asText()).isNotEmpty().isNotEqualTo(after.asText());
    }
  }

  @Nested
  @DisplayName("scales")
  class Scaling {
    @Test
    @DisplayName("by CPU and sessions, one pod down at a time, and then sets no replicas itself")
    void both() {
      Rendered rendered =
          chart.render(Chart.ENOUGH, "autoscaling: {enabled: true, sessions: 5000}");
      JsonNode scaler = rendered.the("HorizontalPodAutoscaler").path("spec");
      assertThat(scaler.at("/metrics/0/resource/target/averageUtilization").asInt()).isEqualTo(70);
      assertThat(scaler.at("/metrics/1/pods/metric/name").asText()).isEqualTo("jetbridge_sessions");
      assertThat(scaler.at("/metrics/1/pods/target/averageValue").asText()).isEqualTo("5000");
      assertThat(scaler.at("/behavior/scaleDown/policies/0/value").asInt()).isEqualTo(1);
      assertThat(scaler.at("/scaleTargetRef/name"))
          .isEqualTo(rendered.the("Deployment").at("/metadata/name"));
      assertThat(rendered.the("Deployment").path("spec").has("replicas")).isFalse();
    }

    @Test
    @DisplayName("by nothing unless asked to")
    void off() {
      assertThat(chart.render(Chart.ENOUGH).all("HorizontalPodAutoscaler")).isEmpty();
    }
  }
}
