package dev.jetbridge.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A stream for tests")
class StreamTruthIT {
  @RegisterExtension static final NatsServerExtension NATS = new NatsServerExtension();

  private Connection connection;

  @BeforeEach
  void connect() {
    connection = NATS.server().connect();
    Streams.deleteAll(connection);
  }

  @Test
  @DisplayName("tells what it holds, with bytes, subject, headers and time, past purge and holes")
  void truth() {
    TestStream stream = Streams.create(connection, Streams.memory("t.>"));
    stream.publishMany(1_500, n -> "t." + n % 3, TestEvents::cloudEvent);
    byte[] binary = {0, (byte) 0xff, 'x'};
    stream.publish("t.raw", new Headers().add("ce-id", "7"), binary);
    stream.purgeBelow(500);
    stream.deleteMessage(900);
    stream.purge("t.1");

    List<StoredMessage> truth = stream.truth();

    assertThat(truth).hasSize((int) stream.state().getMsgCount());
    assertThat(truth.getFirst().seq()).isEqualTo(stream.state().getFirstSequence());
    assertThat(truth).extracting(StoredMessage::seq).isSorted().doesNotContain(900L);
    assertThat(truth).extracting(StoredMessage::subject).doesNotContain("t.1");
    assertThat(truth.getFirst().hasPayload(TestEvents.cloudEvent(truth.getFirst().seq() - 1)))
        .isTrue();
    assertThat(truth.getLast().payload()).isEqualTo(binary);
    assertThat(new String(truth.getLast().headers(), StandardCharsets.UTF_8)).contains("ce-id:");
    assertThat(truth.getLast().time()).isAfterOrEqualTo(truth.getFirst().time());
  }

  @Test
  @DisplayName("remembers what was published when retention has removed it")
  void published() {
    TestStream stream = Streams.create(connection, Streams.memory("t.>").maxMessages(10));
    long last = stream.publishMany(50, "t.a");

    assertThat(last).isEqualTo(50);
    assertThat(stream.truth()).extracting(StoredMessage::seq).startsWith(41L).endsWith(50L);
    assertThat(stream.published()).hasSize(50);
  }

  @Test
  @DisplayName("begins at 1 again when made again")
  void recreate() {
    TestStream stream = Streams.create(connection, Streams.file("t.>"));
    stream.publishMany(5, "t.a");
    stream.recreate();

    assertThat(stream.truth()).isEmpty();
    assertThat(stream.publish("t.a", "{}")).isEqualTo(1);
    assertThat(stream.published()).hasSize(1);
    assertThat(stream.consumers()).isZero();
  }
}
