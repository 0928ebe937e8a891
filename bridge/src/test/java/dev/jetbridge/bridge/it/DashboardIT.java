package dev.jetbridge.bridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.jetbridge.testkit.PromTool;
import dev.jetbridge.testkit.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A bridge with TLS and a snapshot")
class DashboardIT extends BridgeTest {
  private static final Pattern DOCUMENTED = Pattern.compile("`((?:jetbridge|netty|process)_\\w+)");

  private static final Pattern EXPORTED = Pattern.compile("(?m)^# TYPE (jetbridge_\\w+) ");

  @TempDir Path folder;

  @Test
  @DisplayName(
      "has every series that dashboard and alerts ask for, and every metric of the handbook")
  void series() throws IOException {
    Instant start = Instant.now();
    TestCertificate certificate = TestCertificate.create(folder);
    RunningBridge bridge =
        bridge(
            stream(),
            "snapshot.mode",
            "embedded",
            "server.tls.certificate-file",
            certificate.certificate().toString(),
            "server.tls.key-file",
            certificate.privateKey().toString());
    await("a collection, without which its pauses have no series")
        .atMost(Duration.ofSeconds(30))
        .until(() -> {
          System.gc();
          return bridge.metric("jvm_gc_pause_seconds_count") > 0;
        });
    String scrape = bridge.admin("/metrics");

    List<SeriesSelector> asked =
        expressions().flatMap(expression -> SeriesSelector.of(expression).stream()).toList();
    assertThat(asked).hasSizeGreaterThan(100);
    assertThat(asked).allSatisfy(selector -> assertThat(selector.isIn(scrape)).isTrue());
    assertThat(documented())
        .hasSizeGreaterThan(30)
        .allSatisfy(metric -> assertThat(scrape).contains(metric));
    assertThat(own(scrape)).isNotEmpty().isSubsetOf(documented());
    PromTool.find().ifPresent(tool -> assertThat(tool.complaintsAbout(scrape)).isEmpty());
    assertThat(bridge.metric("jetbridge_tls_certificate_expiry_timestamp_seconds"))
        .isGreaterThan((double) start.getEpochSecond());
    assertThat(bridge.metric("jetbridge_connections_limit")).isEqualTo(10_000);
    assertThat(bridge.metric("jetbridge_ready")).isOne();
  }

  private static Stream<String> expressions() throws IOException {
    JsonNode dashboard =
        new ObjectMapper().readTree(deployed("deploy/grafana/dashboards/jetbridge.json").toFile());
    List<String> expressions = new ArrayList<>(dashboard.findValuesAsText("expr"));
    expressions.addAll(dashboard.findValuesAsText("definition"));
    JsonNode rules = new YAMLMapper().readTree(deployed("deploy/prometheus/rules.yml").toFile());
    expressions.addAll(rules.findValuesAsText("expr"));
    return expressions.stream();
  }

  /** The names of our own metrics; the greatest of a time is said with the time. */
  private static Set<String> own(String scrape) {
    return EXPORTED
        .matcher(scrape)
        .results()
        .map(found -> found.group(1))
        .filter(metric -> !metric.endsWith("_max"))
        .collect(Collectors.toSet());
  }

  private static Set<String> documented() throws IOException {
    return DOCUMENTED
        .matcher(Files.readString(deployed("docs/operations.md")))
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toSet());
  }

  private static Path deployed(String file) {
    return Stream.of(Path.of(file), Path.of("..", file))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + file + " found from here"));
  }
}
