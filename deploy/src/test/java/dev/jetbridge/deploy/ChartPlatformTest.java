package dev.jetbridge.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The chart suits the cluster:")
class ChartPlatformTest {
  @TempDir private Path folder;
  private Chart chart;

  @BeforeEach
  void chart() {
    chart = new Chart(folder);
  }

  @Test
  @DisplayName("users are the image's, or left to a platform that gives each namespace its own")
  void users() {
    JsonNode own = chart.render(Chart.ENOUGH).pod().path("securityContext");
    assertThat(own.path("runAsUser").asInt()).isEqualTo(65532);
    JsonNode openShift =
        chart
            .render(
                Chart.ENOUGH,
                "podSecurityContext: {runAsUser: null, runAsGroup: null, fsGroup: null}")
            .pod()
            .path("securityContext");
    assertThat(openShift.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("runAsNonRoot", "seccompProfile");
    assertThat(openShift.path("runAsNonRoot").asBoolean()).isTrue();
  }

  @Test
  @DisplayName("an image may be named by its digest")
  void digest() {
    String digest = "sha256:" + "0a".repeat(32);
    JsonNode container =
        chart
            .render(
                Chart.ENOUGH, "image: {repository: r.example/jetbridge, digest: '" + digest + "'}")
            .container();
    assertThat(container.path("image").asText()).isEqualTo("r.example/jetbridge@" + digest);
  }

  @Test
  @DisplayName("a host may begin with an asterisk")
  void wildcard() {
    JsonNode ingress =
        chart
            .render(
                Chart.ENOUGH,
                "ingress: {enabled: true, host: '*.feeds.example', tlsSecret: certificate}")
            .the("Ingress");
    assertThat(ingress.at("/spec/rules/0/host").asText()).isEqualTo("*.feeds.example");
    assertThat(ingress.at("/spec/tls/0/hosts/0").asText()).isEqualTo("*.feeds.example");
  }

  @Test
  @DisplayName("jcmd finds the /tmp that it needs")
  void tmp() {
    Rendered rendered = chart.render(Chart.ENOUGH);
    assertThat(rendered.container().path("volumeMounts"))
        .anyMatch(mount ->
            mount.path("mountPath").asText().equals("/tmp") && !mount.path("readOnly").asBoolean());
    assertThat(rendered.pod().path("volumes"))
        .anyMatch(volume ->
            volume.path("name").asText().equals("tmp")
                && volume.at("/emptyDir/sizeLimit").asText().equals("512Mi"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "{} | -XX:ActiveProcessorCount=4",
        "{processors: 2, javaOptions: -Xmx2g} | -XX:ActiveProcessorCount=2 -Xmx2g",
        "{processors: null} | none",
        "{processors: null, javaOptions: -Xmx2g} | -Xmx2g",
        "{resources: {limits: {cpu: 2}}} | none",
        "{resources: {limits: {cpu: 2}}, javaOptions: -Xmx2g} | -Xmx2g",
      })
  @DisplayName("the JVM counts the processors of a limit, or those that are said, not the node's")
  void processors(String values, String options) {
    JsonNode env = chart.render(Chart.ENOUGH, values).container().path("env");
    if (options == null) {
      assertThat(env.isMissingNode()).as(env.toString()).isTrue();
    } else {
      assertThat(env.at("/0/name").asText()).isEqualTo("JDK_JAVA_OPTIONS");
      assertThat(env.at("/0/value").asText()).isEqualTo(options);
    }
  }
}
