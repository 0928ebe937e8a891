package dev.jetbridge.stream.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jetbridge.stream.ProvenReplay.End;
import dev.jetbridge.stream.StreamMessage;
import dev.jetbridge.stream.StreamState;
import dev.jetbridge.testkit.Clause;
import dev.jetbridge.testkit.NatsCluster;
import dev.jetbridge.testkit.Streams;
import dev.jetbridge.testkit.TestStream;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.ClusterInfo;
import io.nats.client.api.ConsumerInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Proved replays of a stream whose three copies age apart")
class ClusterAgingIT {
  private static final Duration MAX_AGE = Duration.ofSeconds(3);
  private static final int READERS = 12;
  private static final int BURSTS = 300;
  private static final int BURST = 15;
  private static final Duration PAUSE = Duration.ofMillis(30);

  private final Random random = new Random(7);
  private final List<ProofReader> readers = new ArrayList<>();
  private long elsewhere;

  @Test
  @Clause({"P-4.1", "P-4.4"})
  @DisplayName("have no hole, however close to its end they read, on whichever node")
  void noHole() {
    try (NatsCluster cluster = NatsCluster.start();
        ThreadLoop publisher = new ThreadLoop();
        ThreadLoop loop = new ThreadLoop()) {
      Connection connection = cluster.connect();
      TestStream stream =
          TestSources.eventually(
              "the stream is made",
              () ->
                  Streams.create(connection, Streams.file("events.>").replicas(3).maxAge(MAX_AGE)));
      stream.publish("events.a", "first");
      try (JetStreamSource source =
          TestSources.connect(cluster.nodes().getFirst(), stream.name())) {
        CompletableFuture<Void> published = new CompletableFuture<>();
        publisher.execute(() -> publish(stream, publisher, BURSTS, published));
        await("all is published")
            .atMost(Duration.ofMinutes(1))
            .until(() -> {
              keepReading(source, loop);
              lookAround(connection, stream.name());
              return published.isDone();
            });
        published.join();
        long last = TestSources.state(source).lastSequence();
        readers.forEach(reader -> reader.awaitEnd(last));

        assertThat(readers).allSatisfy(reader -> reader.assertNoHole(stream.published()));
        assertThat(readers).as("overtaken").anyMatch(r -> r.end() instanceof End.Gone);
        assertThat(elsewhere).as("consumers on other nodes than the leader").isPositive();
      } finally {
        readers.forEach(ProofReader::close);
      }
    }
  }

  private static void publish(
      TestStream stream, ThreadLoop publisher, int bursts, CompletableFuture<Void> done) {
    try {
      stream.publishMany(
          BURST, n -> "events.a", n -> (bursts + "." + n).getBytes(StandardCharsets.US_ASCII));
    } catch (RuntimeException e) {
      done.completeExceptionally(e);
      return;
    }
    if (bursts > 1) {
      publisher.after(PAUSE, () -> publish(stream, publisher, bursts - 1, done));
    } else {
      done.complete(null);
    }
  }

  /** Where a reader was overtaken the next one begins. */
  private void keepReading(JetStreamSource source, ThreadLoop loop) {
    long reading = readers.stream().filter(reader -> reader.end() == null).count();
    StreamState state = TestSources.state(source);
    for (; reading < READERS; reading++) {
      readers.add(ProofReader.after(source, loop, state, state.lastSequence(), this::atTheEdge));
    }
  }

  private void lookAround(Connection connection, String stream)
      throws IOException, JetStreamApiException {
    ClusterInfo cluster = connection.jetStreamManagement().getStreamInfo(stream).getClusterInfo();
    for (ConsumerInfo consumer : connection.jetStreamManagement().getConsumers(stream)) {
      ClusterInfo own = consumer.getClusterInfo();
      if (own != null && own.getLeader() != null && !own.getLeader().equals(cluster.getLeader())) {
        elsewhere++;
      }
    }
  }

  /** Reads on a little, then waits until what it read last is about as old as may be. */
  private Instant atTheEdge(StreamMessage last) {
    return random.nextInt(12) > 0
        ? Instant.MIN
        : last.time().plus(MAX_AGE).plusMillis(random.nextInt(900) - 200);
  }
}
