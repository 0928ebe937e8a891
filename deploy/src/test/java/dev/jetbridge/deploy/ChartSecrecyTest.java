package dev.jetbridge.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The chart, as to what may be known and who may come near,")
class ChartSecrecyTest {
  @TempDir private Path folder;
  private Chart chart;

  @BeforeEach
  void chart() {
    chart = new Chart(folder);
  }

  @Nested
  @DisplayName("keeps secrets")
  class Secrets {
    @Test
    @DisplayName("given as values in a Secret, and nowhere else")
    void tokens() {
      Rendered rendered =
          chart.render(
              "{config: {stream.name: EVENTS}, auth: {tokens: [{name: ops, token: planted-secret, subjects: ['>']}]}}");
      assertThat(rendered.objects())
          .filteredOn(object -> object.toString().contains("planted-secret"))
          .extracting(object -> object.path("kind").asText())
          .containsExactly("Secret");
      JsonNode secret = rendered.the("Secret");
      assertThat(rendered.pod().path("volumes").findValuesAsText("secretName"))
          .containsExactly(secret.at("/metadata/name").asText());
      assertThat(Tree.documents(secret.at("/stringData/tokens.yaml").asText()))
          .singleElement()
          .extracting(tokens -> tokens.at("/tokens/0/token").asText())
          .isEqualTo("planted-secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth.token", "nats.password", "nats.token", "admin.token"})
    @DisplayName("out of the ConfigMap, by refusing them there")
    void refused(String key) {
      assertThatThrownBy(() -> chart.render(Chart.ENOUGH, "config: {" + key + ": s3cret}"))
          .hasMessageContaining(key);
    }

    @Test
    @DisplayName("in directories, which are renewed with the Secret, for the pod's user alone")
    void mounted() {
      Rendered rendered = chart.render(Chart.ENOUGH, "nats: {existingSecret: nats}");
      assertThat(rendered.container().path("volumeMounts"))
          .allSatisfy(mount -> assertThat(mount.has("subPath")).isFalse());
      assertThat(rendered.pod().path("volumes").findValues("defaultMode"))
          .extracting(JsonNode::asInt)
          .containsExactly(0440, 0440);
      assertThat(rendered.pod().at("/securityContext/fsGroup").asInt()).isEqualTo(65532);
    }
  }

  @Nested
  @DisplayName("lets the network")
  class Network {
    @Test
    @DisplayName("reach the data port; the admin port only from where it is told")
    void ingress() {
      String admin =
          "networkPolicy: {adminFrom: [{podSelector: {matchLabels: {app: prometheus}}}]}";
      JsonNode closed = chart.render(Chart.ENOUGH).the("NetworkPolicy").at("/spec/ingress");
      assertThat(closed.findValuesAsText("port")).containsExactly("data");
      JsonNode open = chart.render(Chart.ENOUGH, admin).the("NetworkPolicy").at("/spec/ingress");
      assertThat(open.findValuesAsText("port")).containsExactly("data", "admin");
      assertThat(open.at("/1/from/0/podSelector/matchLabels/app").asText()).isEqualTo("prometheus");
    }

    @Test
    @DisplayName("be used for name service and the brokers, on the ports of their URLs")
    void egress() {
      String brokers = "config: {nats.url: 'tls://a.example,tls://b.example:4333'}";
      JsonNode egress = chart.render(Chart.ENOUGH, brokers).the("NetworkPolicy").at("/spec/egress");
      assertThat(egress.findValues("port"))
          .extracting(JsonNode::asInt)
          .containsExactly(53, 53, 4222, 4333);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "auth: {existingSecret: tokens} | stream.name",
        "config: {stream.name: E} | nobody may connect",
        "{config: {stream.name: E, drain.window: 20}, auth: {existingSecret: t}} | drain.window",
        "{config: {stream.name: E, drain: {window: 20s}}, auth: {existingSecret: t}} | drain",
        "{config: {stream.name: E, server.port: 9090}, auth: {existingSecret: t}} | config has server.port, which the chart sets",
        "{config: {stream.name: E}, auth: {existingSecret: t}, replica: 3} | replica",
        "{config: {stream.name: E}, auth: {existingSecret: t}, replicas: two} | replicas",
        "{config: {stream.name: E}, auth: {existingSecret: t}, spread: {whenUnsatisfiable: Never}} | whenUnsatisfiable",
        "{config: {stream.name: E}, auth: {existingSecret: t}, autoscaling: {enabled: true, cpu: null}} | autoscaling by nothing",
        "{config: {stream.name: E}, auth: {existingSecret: t}, ingress: {enabled: true}} | ingress.host",
        "{config: {stream.name: E}, auth: {tokens: [{name: a, subjects: ['>']}]}} | tokens",
      })
  @DisplayName("refuses what cannot be meant, and names it")
  void refused(String values, String named) {
    assertThatThrownBy(() -> chart.render(values)).hasMessageContaining(named);
  }

  @Test
  @DisplayName("lets Prometheus' operator find the admin ports, each pod by itself")
  void serviceMonitor() {
    Rendered rendered = chart.render(Chart.ENOUGH, "serviceMonitor: {enabled: true}");
    JsonNode wanted = rendered.the("ServiceMonitor").at("/spec/selector/matchLabels");
    List<JsonNode> found =
        rendered.all("Service").stream()
            .filter(service -> has(service.at("/metadata/labels"), wanted))
            .toList();
    assertThat(found)
        .singleElement()
        .satisfies(service -> {
          assertThat(service.at("/spec/clusterIP").asText()).isEqualTo("None");
          assertThat(service.at("/spec/ports/0/name").asText())
              .isEqualTo(rendered.the("ServiceMonitor").at("/spec/endpoints/0/port").asText());
        });
  }

  private static boolean has(JsonNode labels, JsonNode wanted) {
    return wanted.properties().stream()
        .allMatch(label -> labels.path(label.getKey()).equals(label.getValue()));
  }
}
