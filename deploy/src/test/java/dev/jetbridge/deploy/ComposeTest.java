package dev.jetbridge.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The compose file")
class ComposeTest {
  private static final Path FOLDER = Tree.ROOT.resolve("deploy/compose");
  private static final Pattern UPSTREAM = Pattern.compile("server (\\S+):8080 ");

  private final JsonNode compose =
      Tree.documents(Tree.text("deploy/compose/compose.yml")).getFirst();

  @ParameterizedTest
  @ValueSource(strings = {"bridge-1", "bridge-2"})
  @DisplayName("gives each bridge a configuration that it accepts, and that names it")
  void configuration(String name, @TempDir Path secrets) throws IOException {
    Map<String, String> environment = new HashMap<>();
    service(name)
        .path("environment")
        .properties()
        .forEach(variable ->
            environment.put(
                variable.getKey(),
                variable.getValue().asText().replace("/run/secrets", secrets.toString())));
    for (JsonNode secret : service(name).path("secrets")) {
      Files.writeString(secrets.resolve(secret.asText()), "a-token-for-tests-only");
    }
    assertThat(ConfigCheck.problems(environment)).isEmpty();
    assertThat(environment.getOrDefault("JETBRIDGE_ADMIN_ALLOWED_HOSTS", "").split(","))
        .contains(name);
  }

  @Test
  @DisplayName("gives a bridge the time that its drain may take")
  void grace() {
    assertThat(service("bridge-1").path("stop_grace_period").asText()).isEqualTo("33s");
    assertThat(service("bridge-1").at("/environment/JETBRIDGE_DRAIN_WINDOW").asText())
        .isEqualTo("10s");
  }

  @Test
  @DisplayName("asks for health by the command that the image has")
  void health() {
    String image = Tree.text("Dockerfile");
    String check =
        String.join(
            "\", \"",
            service("bridge-1")
                .at("/healthcheck/test")
                .valueStream()
                .map(JsonNode::asText)
                .skip(1)
                .filter(word -> !word.equals("--ready"))
                .toList());
    assertThat(image).contains("CMD [\"" + check + "\"]");
  }

  @Test
  @DisplayName("has a proxy before exactly its bridges, and Prometheus ask them")
  void neighbours() {
    assertThat(UPSTREAM.matcher(Tree.text("deploy/compose/nginx.conf")).results())
        .extracting(found -> found.group(1))
        .containsExactly("bridge-1", "bridge-2");
    JsonNode prometheus = Tree.documents(Tree.text("deploy/prometheus/prometheus.yml")).getFirst();
    assertThat(prometheus.findValue("targets"))
        .extracting(JsonNode::asText)
        .containsExactly("bridge-1:8081", "bridge-2:8081");
  }

  @Test
  @DisplayName("mounts what is there, and publishes nothing beyond this machine")
  void mounts() {
    for (JsonNode service : compose.path("services")) {
      for (JsonNode volume : service.path("volumes")) {
        String source = volume.asText().split(":", 2)[0];
        if (source.startsWith(".")) {
          assertThat(FOLDER.resolve(source)).exists();
        } else {
          assertThat(compose.path("volumes").has(source)).as(source).isTrue();
        }
      }
      assertThat(service.path("ports"))
          .allSatisfy(port -> assertThat(port.asText()).startsWith("127.0.0.1:"));
    }
  }

  @Test
  @DisplayName("is one to docker compose, where that is installed")
  void valid() throws Exception {
    assumeThat(run("docker", "compose", "version")).as("docker compose is not installed").isZero();
    assertThat(
            run(
                "docker",
                "compose",
                "-f",
                FOLDER.resolve("compose.yml").toString(),
                "config",
                "-q"))
        .isZero();
  }

  private static int run(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(List.of(command)).inheritIO().start();
      return process.waitFor(1, TimeUnit.MINUTES) ? process.exitValue() : -1;
    } catch (IOException absent) {
      return -1;
    }
  }

  private JsonNode service(String name) {
    JsonNode service = compose.path("services").path(name);
    assertThat(service.isMissingNode()).as(name).isFalse();
    return service;
  }
}
