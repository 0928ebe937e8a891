package dev.jetbridge.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link NatsServer} is to be like. Without any of this: JetStream with a store of its own
 * that goes when the server is closed, and no authentication.
 */
public final class NatsServerBuilder {
  private final List<NatsUser> users = new ArrayList<>();
  private final StringBuilder config = new StringBuilder();
  private final StringBuilder jetStream = new StringBuilder();
  private @Nullable Path storeDir;
  private @Nullable Path binary;
  private boolean withJetStream = true;
  private String name = "testkit";

  NatsServerBuilder() {}

  /** The executable to run, in place of the one that the environment offers. */
  public NatsServerBuilder binary(Path binary) {
    this.binary = binary;
    return this;
  }

  /** The server's name, as {@code server_name}. */
  public NatsServerBuilder name(String name) {
    this.name = name;
    return this;
  }

  /** A folder for JetStream's files that is the caller's: it is still there after close. */
  public NatsServerBuilder storeDir(Path storeDir) {
    this.storeDir = storeDir;
    return this;
  }

  /** Adds a user. The first one is who {@link NatsServer#connect()} connects as. */
  public NatsServerBuilder user(NatsUser user) {
    users.add(user);
    return this;
  }

  /** Lines for the top level of the configuration: {@code max_payload: 64KB}, accounts, tls. */
  public NatsServerBuilder config(String lines) {
    config.append(lines).append('\n');
    return this;
  }

  /** Lines for the {@code jetstream} block: {@code max_mem: 1MB}. */
  public NatsServerBuilder jetStream(String lines) {
    jetStream.append(lines).append('\n');
    return this;
  }

  /** A plain NATS server. */
  public NatsServerBuilder withoutJetStream() {
    withJetStream = false;
    return this;
  }

  /** Starts the server and waits until it answers. */
  public NatsServer start() {
    NatsServer server = new NatsServer(this);
    server.launch();
    return server;
  }

  String name() {
    return name;
  }

  Path binary() {
    return binary == null ? NatsBinary.find() : binary;
  }

  @Nullable Path storeDir() {
    return storeDir;
  }

  boolean hasJetStream() {
    return withJetStream;
  }

  @Nullable NatsUser firstUser() {
    return users.isEmpty() ? null : users.getFirst();
  }

  /**
   * The whole configuration file.
   *
   * @param port the client port, or -1 to let the server find a free one and say so in a file in
   *     {@code portsDir}
   */
  String render(int port, int monitorPort, Path store, Path portsDir) {
    StringBuilder text = new StringBuilder();
    text.append("server_name: ").append(NatsUser.quote(name)).append('\n');
    text.append("listen: \"127.0.0.1:%d\"%n".formatted(port));
    text.append("http: \"127.0.0.1:%d\"%n".formatted(monitorPort));
    text.append("ports_file_dir: ").append(NatsUser.quote(portsDir.toString())).append('\n');
    if (withJetStream) {
      text.append("jetstream {\nstore_dir: ").append(NatsUser.quote(store.toString()));
      text.append('\n').append(jetStream).append("}\n");
    }
    if (!users.isEmpty()) {
      text.append("authorization { users: [\n");
      users.forEach(user -> text.append(user.toConfig()).append('\n'));
      text.append("] }\n");
    }
    return text.append(config).toString();
  }
}
