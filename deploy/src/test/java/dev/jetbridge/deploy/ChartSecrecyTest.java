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

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "nats://broker | 4222",
          "'tls://a.example,tls://b.example:4333' | 4222 4333",
          "nats://10.0.0.5 | 4222",
          "nats://10.0.0.5:4333/ | 4333",
          "nats://nats-2 | 4222",
          "'nats://[fd00::5]' | 4222",
          "'tls://[fd00::5]:4333, tls://a:4333' | 4333",
        })
    @DisplayName("be used for name service and the brokers, on the ports of their URLs")
    void egress(String urls, String ports) {
      List<JsonNode> egress = egress("config: {nats.url: '%s'}".formatted(urls));
      assertThat(egress.getFirst().findValues("port")).extracting(JsonNode::asInt).containsOnly(53);
      assertThat(egress.getFirst().findValuesAsText("protocol")).containsExactly("UDP", "TCP");
      assertThat(egress).hasSize(2);
      assertThat(egress.getLast().findValuesAsText("port")).containsExactly(ports.split(" "));
    }

    @Test
    @DisplayName("be used for name servers of another port, and for what else is said")
    void more() {
      List<JsonNode> egress =
          egress("networkPolicy: {dnsPorts: [53, 5353], extraEgress: [{ports: [{port: 3128}]}]}");
      assertThat(egress.getFirst().findValues("port"))
          .extracting(JsonNode::asInt)
          .containsExactly(53, 53, 5353, 5353);
      assertThat(egress).hasSize(3);
      assertThat(egress.getLast().at("/ports/0/port").asInt()).isEqualTo(3128);
    }

    private List<JsonNode> egress(String values) {
      return chart
          .render(Chart.ENOUGH, values)
          .the("NetworkPolicy")
          .at("/spec/egress")
          .valueStream()
          .toList();
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
        "{config: {stream.name: E}, auth: {existingSecret: t}, image: {digest: latest}} | digest",
        "{config: {stream.name: E}, auth: {existingSecret: t}, processors: 0} | processors",
        "{config: {stream.name: E}, auth: {tokens: [{name: a, subjects: ['>']}]}} | tokens",
      })
  @DisplayName("refuses what cannot be meant, and names it")
  void refused(String values, String named) {
    assertThatThrownBy(() -> chart.render(values)).hasMessageContaining(named);
  }
}
