package dev.jetbridge.stream.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.Replay;
import dev.jetbridge.stream.StreamFailure;
import dev.jetbridge.stream.StreamFailure.Kind;
import dev.jetbridge.stream.StreamState;
import dev.jetbridge.stream.SubjectFilters;
import dev.jetbridge.testkit.NatsServerExtension;
import dev.jetbridge.testkit.Streams;
import dev.jetbridge.testkit.TestStream;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("An open replay")
class ReplayLossIT {
  @RegisterExtension static final NatsServerExtension NATS = new NatsServerExtension();

  private TestStream stream;
  private JetStreamSource source;

  @BeforeEach
  void open() {
    stream = Streams.create(NATS.server().connect(), Streams.memory("events.>").maxMessages(100));
    source = TestSources.connect(NATS.server(), stream.name());
  }

  @AfterEach
  void close() {
    source.close();
    Streams.deleteAll(NATS.server().connect());
  }

  @Nested
  @DisplayName("that retention overtakes")
  class Overtaken {
    @Test
    @DisplayName("jumps in stream sequence only; the state shows whose hole it is")
    void jumps() {
      stream.publishMany(1_000, "events.a");
      try (TestReader reader = idle(900)) {
        reader.pull(50, Replay.UNBOUNDED);
        reader.awaitMessages(50);
        stream.publishMany(500, "events.a");
        reader.pull(100, Replay.UNBOUNDED);
        reader.awaitMessages(52);

        assertThat(reader.messages().get(50).message().sequence()).isEqualTo(1_401);
        assertThat(reader.messages().get(50).consumerSequence()).isEqualTo(51);
        assertThat(TestSources.state(source).firstSequence()).isEqualTo(1_401);
      }
    }

    @Test
    @DisplayName("has a heartbeat beyond the loss where its only match was trimmed")
    void trimmedMatch() {
      stream.publish("events.rare", "x");
      stream.publishMany(50, "events.often");
      try (TestReader reader = TestReader.idle(source, 0, SubjectFilters.of("events.rare"))) {
        reader.awaitOpened();
        stream.publishMany(100, "events.often");
        reader.pull(10, Replay.UNBOUNDED);
        reader.awaitScanned(151);

        assertThat(reader.count()).isZero();
        assertThat(TestSources.state(source).firstSequence()).isEqualTo(52);
      }
    }

    @Test
    @DisplayName("goes on behind a purge")
    void purged() {
      stream.publishMany(100, "events.a");
      try (TestReader reader = idle(0)) {
        reader.pull(10, Replay.UNBOUNDED);
        reader.awaitMessages(10);
        stream.purge();
        stream.publish("events.a", "x");
        reader.pull(10, Replay.UNBOUNDED);
        reader.awaitMessages(11);

        assertThat(reader.sequences()).endsWith(10L, 101L);
        assertThat(TestSources.state(source).floor()).isEqualTo(100);
      }
    }
  }

  @Nested
  @DisplayName("whose consumer goes")
  class ConsumerGone {
    @Test
    @DisplayName("fails at once where a pull waits")
    void deletedWhileWaiting() {
      try (TestReader reader = idle(0)) {
        reader.pull(10, Replay.UNBOUNDED);
        reader.awaitScanned(0);
        deleteConsumers();

        assertThat(reader.awaitFailure().kind()).isEqualTo(Kind.CONSUMER_LOST);
      }
    }

    @Test
    @DisplayName("fails within its patience where the next pull finds it gone")
    void deletedBetweenPulls() {
      stream.publishMany(10, "events.a");
      try (TestReader reader = TestReader.idle(source, 0, SubjectFilters.ALL).awaitOpened()) {
        reader.pull(5, Replay.UNBOUNDED);
        reader.awaitMessages(5);
        deleteConsumers();
        reader.pull(5, Replay.UNBOUNDED);
        reader.await("the pull ends", () -> !reader.ends().isEmpty() || reader.failure() != null);
        reader.pull(5, Replay.UNBOUNDED);

        assertThat(reader.awaitFailure().kind()).isEqualTo(Kind.CONSUMER_LOST);
        assertThat(reader.sequences()).containsExactly(1L, 2L, 3L, 4L, 5L);
      }
    }

    @Test
    @DisplayName("fails where the stream is deleted; the state then says so")
    void streamDeleted() {
      stream.publishMany(10, "events.a");
      try (TestReader reader = TestReader.reading(source, 0).awaitMessages(10)) {
        stream.delete();

        assertThat(reader.awaitFailure().kind()).isEqualTo(Kind.CONSUMER_LOST);
        assertThat(TestSources.failure(source.state()).kind()).isEqualTo(Kind.STREAM_MISSING);
      }
    }

    @Test
    @DisplayName("fails where the stream is made again; the state then names another epoch")
    void streamMadeAgain() {
      stream.publishMany(10, "events.a");
      Epoch before = TestSources.state(source).epoch();
      try (TestReader reader = TestReader.reading(source, 0).awaitMessages(10)) {
        stream.recreate();
        stream.publishMany(20, "events.a");

        StreamFailure failure = reader.awaitFailure();
        StreamState state = TestSources.state(source);
        assertThat(failure.kind()).isEqualTo(Kind.CONSUMER_LOST);
        assertThat(state.epoch()).isNotEqualTo(before);
        assertThat(reader.count()).isEqualTo(10);
      }
    }

    private void deleteConsumers() {
      try {
        for (String consumer : TestSources.consumers(NATS.server(), stream.name())) {
          assertThat(
                  NATS.server()
                      .connect()
                      .jetStreamManagement()
                      .deleteConsumer(stream.name(), consumer))
              .isTrue();
        }
      } catch (IOException | JetStreamApiException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Nested
  @DisplayName("over holes that are legal")
  class Holes {
    @Test
    @DisplayName("passes deleted messages, its own count without a hole")
    void deleted() {
      stream.publishMany(10, "events.a");
      stream.deleteMessage(4);
      stream.deleteMessage(5);
      try (TestReader reader = TestReader.reading(source, 0).awaitMessages(8)) {
        assertThat(reader.sequences()).containsExactly(1L, 2L, 3L, 6L, 7L, 8L, 9L, 10L);
        assertThat(reader.messages().getLast().consumerSequence()).isEqualTo(8);
        assertThat(TestSources.state(source).firstSequence()).isEqualTo(1);
      }
    }
  }

  private TestReader idle(long position) {
    return TestReader.idle(source, position, SubjectFilters.ALL).awaitOpened();
  }
}
