package dev.jetbridge.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.command.InspectContainerResponse;
import dev.jetbridge.testkit.FeedReader;
import dev.jetbridge.testkit.NatsServer;
import dev.jetbridge.testkit.Streams;
import dev.jetbridge.testkit.TestStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.Container.ExecResult;

/** Of the image that {@code JETBRIDGE_IMAGE} names; {@code scripts/image.sh --test} builds it. */
@DisplayName("A container of the image, before a real nats-server,")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init")
class ImageIT {
  private static final int EVENTS = 200;
  private static final String JAVA = "/opt/jetbridge/runtime/bin/java";
  private static final String JETBRIDGE = "@/opt/jetbridge/start/jetbridge";

  private NatsServer nats;
  private TestStream stream;
  private BridgeContainer bridge;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    String image = System.getenv("JETBRIDGE_IMAGE");
    assumeThat(image)
        .as("JETBRIDGE_IMAGE names no image; scripts/image.sh --test builds one and runs this")
        .isNotBlank();
    nats = NatsServer.start();
    stream = Streams.create(nats.connect(), Streams.memory("image.>").name("IMAGE"));
    long unused = stream.publishMany(EVENTS, "image.old");
    bridge =
        BridgeContainer.start(
            Objects.requireNonNull(image),
            Files.createDirectory(folder.resolve("etc")),
            nats.url(),
            "IMAGE");
  }

  @AfterAll
  @SuppressWarnings("resource")
  void stop() {
    if (bridge != null) {
      bridge.close();
    }
    if (nats != null) {
      nats.close();
    }
  }

  @Test
  @DisplayName("serves what the stream holds, and what is published then")
  void follows() {
    try (FeedReader feed = FeedReader.open(bridge.feed().path("/ws/events?since=0"))) {
      assertThat(feed.awaitEvents(EVENTS)).hasSizeGreaterThanOrEqualTo(EVENTS);
      long unused = stream.publishMany(1, "image.new");
      feed.await("an event published after", reader -> reader.lastSeq() > EVENTS);
    }
  }

  @Test
  @DisplayName(
      "is nobody, has no rights and can write to nothing but /tmp, and its JVM does not mind")
  void restricted() throws IOException {
    InspectContainerResponse container = bridge.inspect();
    assertThat(container.getConfig().getUser()).isEqualTo("65532:65532");
    assertThat(container.getHostConfig().getReadonlyRootfs()).isTrue();
    Path status = Path.of("/proc/" + container.getState().getPidLong() + "/status");
    assumeThat(status).as("the engine runs on another machine").exists();
    assertThat(Files.readAllLines(status))
        .contains("Uid:\t65532\t65532\t65532\t65532", "CapEff:\t0000000000000000");
    assertThat(bridge.log()).doesNotContainIgnoringCase("warn");
  }

  @Test
  @DisplayName("has Netty's native transport, which it cannot unpack")
  void epoll() {
    assumeThat(System.getProperty("os.arch")).isEqualTo("amd64");
    assertThat(bridge.log()).contains("(epoll)");
  }

  @Test
  @DisplayName("answers its own health check, which reads the port from the configuration")
  void health() throws Exception {
    InspectContainerResponse container = bridge.inspect();
    List<String> test =
        Objects.requireNonNull(
            Objects.requireNonNull(container.getConfig().getHealthcheck(), "HEALTHCHECK")
                .getTest());
    assertThat(test.getFirst()).isEqualTo("CMD");
    ExecResult probe = bridge.execute(test.subList(1, test.size()));
    assertThat(probe.getStdout() + probe.getStderr()).isEqualTo("alive\n");
    assertThat(probe.getExitCode()).isZero();
    assertThat(bridge.execute(List.of(JAVA, JETBRIDGE, "probe", "--ready")).getStdout())
        .isEqualTo("ready\n");
  }

  @Test
  @DisplayName("shows its threads to jcmd")
  void jcmd() throws Exception {
    ExecResult threads =
        bridge.execute(List.of("/opt/jetbridge/runtime/bin/jcmd", "1", "Thread.print"));
    assertThat(threads.getStdout()).as(threads::toString).contains("jetbridge-tail");
  }

  @Test
  @DisplayName("hears more on JDK_JAVA_OPTIONS than on its own options, but for the health check")
  void options() throws Exception {
    ExecResult started =
        bridge.execute(
            List.of(JAVA, JETBRIDGE, "--version"),
            "-XX:-UseG1GC -XX:+UseZGC -XX:AOTMode=off -XX:MaxRAMPercentage=70 -XX:+PrintFlagsFinal");
    assertThat(started.getExitCode()).as(started::toString).isZero();
    assertThat(started.getStdout())
        .containsPattern("UseZGC += true")
        .containsPattern("MaxRAMPercentage += 70")
        .containsPattern("(?m)^jetbridge ")
        .doesNotContain("AOT cache.");
    ExecResult probe = bridge.execute(List.of(JAVA, "@/opt/jetbridge/start/probe"), "-Xms256m");
    assertThat(probe.getStdout()).as(probe::toString).isEqualTo("alive\n");
  }

  @Test
  @DisplayName("has the list of what it is made of, and its licence")
  void sbom() throws Exception {
    JsonNode sbom = new ObjectMapper().readTree(bridge.file("/opt/jetbridge/app/sbom.cdx.json"));
    assertThat(sbom.path("bomFormat").asText()).isEqualTo("CycloneDX");
    assertThat(sbom.path("components").findValuesAsText("name"))
        .contains("jnats", "netty-handler", "jackson-databind", "logback-classic");
    assertThat(sbom.path("components")).allSatisfy(part -> assertThat(part.has("purl")).isTrue());
    assertThat(new String(bridge.file("/opt/jetbridge/app/LICENSE"), StandardCharsets.UTF_8))
        .contains("Apache License");
    assertThat(bridge.execute(List.of(JAVA, JETBRIDGE, "--version")).getStdout())
        .startsWith("jetbridge ")
        .doesNotContain("unknown");
  }

  @Test
  @Order(Integer.MAX_VALUE)
  @DisplayName("drains at SIGTERM, and ends with 0")
  void drains() {
    try (FeedReader feed =
        FeedReader.open(bridge.feed().path("/ws/events").subprotocols("jetbridge.v1"))) {
      JsonNode unused = feed.awaitControl("hello");
      assertThat(bridge.stop()).isZero();
      assertThat(feed.awaitClose().code()).isEqualTo(1001);
      assertThat(feed.controls("goaway")).isNotEmpty();
    }
    assertThat(bridge.log()).contains("Draining", "Stopped");
  }
}
