package dev.jetbridge.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A cluster for tests")
class NatsClusterIT {

  @Test
  @DisplayName("keeps a stream of three replicas over leader changes and the loss of a node")
  void replicas() throws Exception {
    try (NatsCluster cluster = NatsCluster.start()) {
      Connection connection = cluster.connect();
      TestStream stream = Streams.create(connection, Streams.file("a.>").replicas(3));
      stream.publishMany(100, "a.b");
      NatsServer first = cluster.streamLeader(connection, stream.name());
      NatsServer second = cluster.stepDown(connection, stream.name());
      assertThat(second).isNotSameAs(first);

      ConsumerInfo consumer =
          connection
              .jetStreamManagement()
              .createConsumer(
                  stream.name(), ConsumerConfiguration.builder().durable("reader").build());
      assertThat(cluster.consumerLeader(connection, stream.name(), consumer.getName()))
          .isIn(cluster.nodes());

      second.kill();
      Awaitility.await("the two others to elect a leader")
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .until(() -> cluster.streamLeader(connection, stream.name()) != second);
      assertThat(cluster.otherThan(second)).isNotSameAs(second);
      Awaitility.await("the truth from the two others")
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(stream.truth()).hasSize(100));

      second.restart();
      cluster.awaitReady();
      cluster.awaitReplicas(connection, stream.name(), 2);
      assertThat(cluster.nodes()).allMatch(NatsServer::isRunning);
    }
  }
}
