package dev.jetbridge.bridge.app;

import dev.jetbridge.config.NatsSettings;
import dev.jetbridge.config.NatsTlsSettings;
import dev.jetbridge.snapshot.checkpoint.CheckpointStore;
import dev.jetbridge.snapshot.checkpoint.CheckpointStoreContract;
import dev.jetbridge.stream.nats.ObjectBucket;
import dev.jetbridge.testkit.NatsServerExtension;
import dev.jetbridge.testkit.Streams;
import dev.jetbridge.testkit.TestStream;
import io.nats.client.Connection;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A bucket of checkpoints")
class BucketCheckpointsIT extends CheckpointStoreContract {
  @RegisterExtension static final NatsServerExtension NATS = new NatsServerExtension();

  private Connection connection;
  private TestStream stream;

  @BeforeEach
  void makeStream() {
    connection = NATS.server().connect();
    stream = Streams.create(connection, Streams.memory("t.>"));
  }

  @AfterEach
  void removeAll() {
    Streams.deleteAll(connection);
  }

  @Override
  protected CheckpointStore open() {
    NatsSettings nats =
        new NatsSettings(
            List.of(NATS.server().url()),
            null,
            null,
            null,
            null,
            new NatsTlsSettings(null, null, null));
    return new BucketCheckpoints(new ObjectBucket(nats, stream.name(), "checkpoints"), "test");
  }
}
