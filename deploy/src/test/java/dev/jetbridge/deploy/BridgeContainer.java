package dev.jetbridge.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import dev.jetbridge.testkit.RawWebSocket;
import dev.jetbridge.testkit.RawWebSocketBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.testcontainers.containers.BindMode;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.ExecConfig;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * The image at work as it is meant to be run: with a configuration that is mounted, a root file
 * system that nobody can write to, and no rights. In the host's network, where its broker is.
 */
final class BridgeContainer implements AutoCloseable {
  static final String TOKEN = "a-token-for-tests-only";

  private static final Pattern PORT = Pattern.compile("Data port listens on \\S*:(\\d+)");
  private static final int STOP_SECONDS = 60;

  private final GenericContainer<?> container;

  private BridgeContainer(GenericContainer<?> container) {
    this.container = container;
  }

  /**
   * Starts one and waits until it is ready.
   *
   * @param folder an empty folder for what is mounted
   */
  static BridgeContainer start(String image, Path folder, String natsUrl, String stream) {
    write(
        folder,
        "tokens.yaml",
        "tokens: [{name: test, token: %s, subjects: ['>']}]".formatted(TOKEN));
    write(
        folder,
        "jetbridge.yaml",
        """
        nats.url: %s
        stream.name: %s
        auth.tokens-file: /etc/jetbridge/tokens.yaml
        server: {host: 127.0.0.1, port: 0}
        admin.port: %d
        drain.window: 500ms
        """
            .formatted(natsUrl, stream, freePort()));
    GenericContainer<?> container =
        new GenericContainer<>(DockerImageName.parse(image))
            .withNetworkMode("host")
            .withEnv("JETBRIDGE_CONFIG", "/etc/jetbridge/jetbridge.yaml")
            .withFileSystemBind(folder.toString(), "/etc/jetbridge", BindMode.READ_ONLY)
            .withCreateContainerCmdModifier(
                command -> restrict(Objects.requireNonNull(command.getHostConfig())))
            .waitingFor(
                Wait.forLogMessage(".*Ready.*\\n", 1).withStartupTimeout(Duration.ofMinutes(2)));
    BridgeContainer bridge = new BridgeContainer(container);
    try {
      container.start();
    } catch (RuntimeException e) {
      bridge.close();
      throw e;
    }
    return bridge;
  }

  private static void restrict(HostConfig host) {
    var unused =
        host.withReadonlyRootfs(true)
            // A library that is unpacked there cannot be loaded.
            .withTmpFs(Map.of("/tmp", "size=64m,noexec"))
            .withCapDrop(Capability.ALL)
            .withSecurityOpts(List.of("no-new-privileges"));
  }

  /** A request for its feed. */
  RawWebSocketBuilder feed() {
    Matcher listens = PORT.matcher(log());
    assertThat(listens.find()).as(this::log).isTrue();
    return RawWebSocket.to(Integer.parseInt(listens.group(1))).bearer(TOKEN);
  }

  String log() {
    return container.getLogs();
  }

  /** What the engine knows of it now. */
  InspectContainerResponse inspect() {
    return container.getDockerClient().inspectContainerCmd(container.getContainerId()).exec();
  }

  /** Runs a command inside. */
  ExecResult execute(List<String> command) throws IOException, InterruptedException {
    return container.execInContainer(command.toArray(String[]::new));
  }

  /** The same, with options for the JVM in the environment. */
  ExecResult execute(List<String> command, String javaOptions)
      throws IOException, InterruptedException {
    return container.execInContainer(
        ExecConfig.builder()
            .command(command.toArray(String[]::new))
            .envVars(Map.of("JDK_JAVA_OPTIONS", javaOptions))
            .build());
  }

  /** A file of the image. */
  byte[] file(String path) {
    return container.copyFileFromContainer(path, InputStream::readAllBytes);
  }

  /** Stops it as an engine does, with SIGTERM, and returns the exit code. */
  long stop() {
    container
        .getDockerClient()
        .stopContainerCmd(container.getContainerId())
        .withTimeout(STOP_SECONDS)
        .exec();
    return Objects.requireNonNull(inspect().getState().getExitCodeLong());
  }

  @Override
  public void close() {
    container.stop();
  }

  // Of nobody in particular: the container's user is no user of this machine.
  private static void write(Path folder, String name, String text) {
    try {
      Path file = Files.writeString(folder.resolve(name), text);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
