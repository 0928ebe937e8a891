package dev.jetbridge.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.ClusterInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of three nats-servers on loopback that can hold streams of three replicas. Its nodes
 * are stopped, killed, paused and restarted one by one. One thread at a time.
 */
public final class NatsCluster implements AutoCloseable {
  private static final int SIZE = 3;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  // Not the streams' health: a 2.9 node that came back can call an idle consumer behind for ever.
  private static final String HEALTH = "/healthz?js-server-only=true";

  private final List<NatsServer> nodes = new ArrayList<>();
  private final NatsConnections connections = new NatsConnections(this::log);

  private NatsCluster() {}

  /** Starts three nodes and waits until they have a leader and one another. */
  public static NatsCluster start() {
    NatsCluster cluster = new NatsCluster();
    try {
      List<Integer> ports = freePorts();
      String routes =
          ports.stream()
              .map(port -> "\"nats://127.0.0.1:%d\"".formatted(port))
              .collect(Collectors.joining(", "));
      for (int n = 0; n < SIZE; n++) {
        String block =
            "cluster { name: testkit, listen: \"127.0.0.1:%d\", routes: [%s] }"
                .formatted(ports.get(n), routes);
        cluster.nodes.add(NatsServer.builder().name("n" + (n + 1)).config(block).start());
      }
      cluster.awaitReady();
      return cluster;
    } catch (RuntimeException | AssertionError e) {
      cluster.close();
      throw e;
    }
  }

  /** The nodes, in the order in which they were started. */
  public List<NatsServer> nodes() {
    return List.copyOf(nodes);
  }

  /** The node of that name, {@code n1} to {@code n3}. */
  public NatsServer node(String name) {
    return nodes.stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException(name + " is no node; expected n1, n2 or n3"));
  }

  /** A node that is running and is not among {@code others}. */
  public NatsServer otherThan(NatsServer... others) {
    return nodes.stream()
        .filter(node -> node.isRunning() && !List.of(others).contains(node))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no other node is running"));
  }

  /** The URLs of all nodes, separated by commas. */
  public String urls() {
    return nodes.stream().map(NatsServer::url).collect(Collectors.joining(","));
  }

  /** Connects to any node; closed with the cluster at the latest. */
  public Connection connect() {
    return connections.connect(nodes.stream().map(NatsServer::url).toList(), null);
  }

  /**
   * Waits until the running nodes have a meta leader, which finds all of them current, and each
   * knows of it. Streams may still be catching up: see {@link #awaitReplicas}.
   */
  public void awaitReady() {
    long running = nodes.stream().filter(NatsServer::isRunning).count();
    Poll.untilTrue(
        running + " nodes to be one cluster",
        LIMIT,
        () -> states() + log(),
        () -> currentNodes() == running);
  }

  /** Waits until {@code stream} has a leader, and returns the node. */
  public NatsServer streamLeader(Connection connection, String stream) {
    return leader(
        "leader of " + stream, () -> management(connection).getStreamInfo(stream).getClusterInfo());
  }

  /** Waits until {@code consumer} has a leader, and returns the node. */
  public NatsServer consumerLeader(Connection connection, String stream, String consumer) {
    return leader(
        "leader of %s of %s".formatted(consumer, stream),
        () -> management(connection).getConsumerInfo(stream, consumer).getClusterInfo());
  }

  /** Waits until the stream has a leader and {@code current} followers that lack nothing. */
  public void awaitReplicas(Connection connection, String stream, int current) {
    Poll.until(
        "%d current followers of %s".formatted(current, stream),
        LIMIT,
        this::log,
        () -> {
          JsonNode cluster =
              JetStreamApi.request(connection, "STREAM.INFO." + stream, "").path("cluster");
          int found = 0;
          for (JsonNode replica : cluster.path("replicas")) {
            found += isCurrent(replica) ? 1 : 0;
          }
          return (cluster.has("leader") && found >= current) ? Boolean.TRUE : null;
        });
  }

  /** Makes the stream's leader give way, and waits until another node leads. */
  public NatsServer stepDown(Connection connection, String stream) {
    NatsServer before = streamLeader(connection, stream);
    JetStreamApi.request(connection, "STREAM.LEADER.STEPDOWN." + stream, "");
    return Poll.until(
        "another leader of %s than %s".formatted(stream, before.name()),
        LIMIT,
        this::log,
        () -> {
          NatsServer now = streamLeader(connection, stream);
          return now == before ? null : now;
        });
  }

  /** The end of each node's log. */
  public String log() {
    return nodes.stream()
        .map(node -> "--- %s%n%s".formatted(node.name(), node.log()))
        .collect(Collectors.joining("\n"));
  }

  @Override
  public void close() {
    connections.close();
    nodes.forEach(NatsServer::close);
  }

  private NatsServer leader(String what, Streams.ApiCall<@Nullable ClusterInfo> ask) {
    String name =
        Poll.until(
            what,
            LIMIT,
            this::log,
            () -> {
              ClusterInfo cluster = ask.run();
              return cluster == null ? null : cluster.getLeader();
            });
    return node(name);
  }

  private static JetStreamManagement management(Connection connection) throws IOException {
    return connection.jetStreamManagement();
  }

  private String states() {
    StringBuilder states = new StringBuilder();
    for (NatsServer node : nodes) {
      states.append(node.name()).append(": ");
      for (String path : List.of("/jsz", HEALTH)) {
        try {
          states.append(NatsMonitor.read(node.monitor(), path)).append('\n');
        } catch (IOException e) {
          states.append(e).append('\n');
        }
      }
    }
    return states.toString();
  }

  /** How many running nodes the meta leader has current, itself included; 0 without a leader. */
  private long currentNodes() {
    for (NatsServer node : nodes) {
      try {
        if (node.isRunning()) {
          JsonNode meta = NatsMonitor.read(node.monitor(), "/jsz").path("meta_cluster");
          if (meta.path("leader").asText().equals(node.name())) {
            return 1 + healthyFollowers(meta.path("replicas"));
          }
        }
      } catch (IOException e) {
        return 0;
      }
    }
    return 0;
  }

  private long healthyFollowers(JsonNode replicas) throws IOException {
    long healthy = 0;
    for (JsonNode replica : replicas) {
      NatsServer follower = node(replica.path("name").asText());
      if (isCurrent(replica) && follower.isRunning()) {
        JsonNode health = NatsMonitor.read(follower.monitor(), HEALTH);
        healthy += health.path("status").asText().equals("ok") ? 1 : 0;
      }
    }
    return healthy;
  }

  private static boolean isCurrent(JsonNode replica) {
    return replica.path("current").asBoolean() && !replica.path("offline").asBoolean();
  }

  /** Ports that were free a moment ago: nodes must know one another's before they start. */
  private static List<Integer> freePorts() {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int n = 0; n < SIZE; n++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      List<Integer> ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
      for (ServerSocket socket : sockets) {
        socket.close();
      }
      return ports;
    } catch (IOException e) {
      throw new UncheckedIOException("no free ports on loopback", e);
    }
  }
}
