package dev.jetbridge.stream.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.StreamFailure.Kind;
import dev.jetbridge.stream.StreamShape.Retention;
import dev.jetbridge.stream.StreamState;
import dev.jetbridge.stream.SubjectFilters;
import dev.jetbridge.testkit.NatsServerExtension;
import dev.jetbridge.testkit.StoredMessage;
import dev.jetbridge.testkit.Streams;
import dev.jetbridge.testkit.TestStream;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A JetStream source")
class JetStreamSourceIT {
  @RegisterExtension static final NatsServerExtension NATS = new NatsServerExtension();

  private TestStream stream;
  private JetStreamSource source;

  @BeforeEach
  void open() {
    stream = Streams.create(NATS.server().connect(), Streams.memory("events.>"));
    source = TestSources.connect(NATS.server(), stream.name());
  }

  @AfterEach
  void close() {
    source.close();
    stream.delete();
  }

  @Nested
  @DisplayName("asked for the state")
  class State {
    @Test
    @DisplayName("says what the stream is and holds")
    void says() {
      stream.publishMany(10, "events.a");
      stream.purgeBelow(4);

      StreamState state = TestSources.state(source);

      assertThat(state.stream()).isEqualTo(stream.name());
      assertThat(state.firstSequence()).isEqualTo(4);
      assertThat(state.lastSequence()).isEqualTo(10);
      assertThat(state.messages()).isEqualTo(7);
      assertThat(state.epoch())
          .isEqualTo(Epoch.of(stream.name(), stream.info().getCreateTime().toInstant()));
      assertThat(state.shape().retention()).isEqualTo(Retention.LIMITS);
      assertThat(state.shape().maxAge()).isEqualTo(Duration.ZERO);
      assertThat(state.shape().replicas()).isEqualTo(1);
      assertThat(state.shape().derived()).isFalse();
      assertThat(state.shape().subjects()).containsExactly("events.>");
    }

    @Test
    @DisplayName("knows no time where the stream is empty")
    void empty() {
      assertThat(TestSources.state(source).lastTime()).isNull();
      assertThat(TestSources.state(source).floor()).isZero();
    }

    @Test
    @DisplayName("gives the last message's own time")
    void lastTime() {
      stream.publishMany(3, "events.a");

      assertThat(TestSources.state(source).lastTime())
          .isEqualTo(TestSources.value(source.timeAt(3)).orElseThrow())
          .isEqualTo(stream.truth().getLast().time());
    }

    @Test
    @DisplayName("says that the stream is missing where it is")
    void missing() {
      try (JetStreamSource other = TestSources.connect(NATS.server(), "NOWHERE")) {
        assertThat(TestSources.failure(other.state()).kind()).isEqualTo(Kind.STREAM_MISSING);
        assertThat(TestSources.failure(other.timeAt(1)).kind()).isEqualTo(Kind.STREAM_MISSING);
      }
    }
  }

  @Nested
  @DisplayName("asked for the time of a message")
  class TimeAt {
    @Test
    @DisplayName("finds none where the sequence is deleted, trimmed or not yet there")
    void none() {
      stream.publishMany(5, "events.a");
      stream.purgeBelow(2);
      stream.deleteMessage(3);

      assertThat(TestSources.value(source.timeAt(1))).isEmpty();
      assertThat(TestSources.value(source.timeAt(2))).isPresent();
      assertThat(TestSources.value(source.timeAt(3))).isEmpty();
      assertThat(TestSources.value(source.timeAt(6))).isEmpty();
    }
  }

  @Nested
  @DisplayName("replaying")
  class Replaying {
    @Test
    @DisplayName("delivers all after the position, as stored, in order")
    void delivers() {
      stream.publishMany(1_000, "events.a");

      try (TestReader reader = TestReader.reading(source, 100)) {
        reader.awaitMessages(900);

        List<StoredMessage> truth = stream.truth();
        assertThat(reader.effective()).isEqualTo(100);
        assertThat(reader.after().lastSequence()).isEqualTo(1_000);
        assertThat(reader.sequences())
            .containsExactlyElementsOf(LongStream.rangeClosed(101, 1_000).boxed().toList());
        reader
            .messages()
            .forEach(message -> {
              StoredMessage stored = truth.get((int) message.message().sequence() - 1);
              assertThat(message.message().payload()).isEqualTo(stored.payload());
              assertThat(message.message().subject()).isEqualTo(stored.subject());
              assertThat(message.message().time()).isEqualTo(stored.time());
              assertThat(message.consumerSequence()).isEqualTo(message.message().sequence() - 100);
              assertThat(message.pending()).isEqualTo(1_000 - message.message().sequence());
            });
      }
    }

    @Test
    @DisplayName("says how far it has looked where a filter matches nothing more")
    void scans() {
      stream.publishMany(
          1_000, n -> n % 100 == 0 ? "events.rare" : "events.often", n -> new byte[10]);

      try (TestReader reader =
          TestReader.reading(source, 0, SubjectFilters.of("events.rare"), 128, 0)) {
        reader.awaitMessages(10).awaitScanned(1_000);

        assertThat(reader.sequences())
            .containsExactly(1L, 101L, 201L, 301L, 401L, 501L, 601L, 701L, 801L, 901L);
      }
    }

    @Test
    @DisplayName("leaves no consumer behind when it is closed")
    void closes() {
      stream.publishMany(10, "events.a");
      TestReader reader = TestReader.reading(source, 0).awaitMessages(10);
      assertThat(stream.consumers()).isEqualTo(1);

      reader.close();

      await("the consumer goes").atMost(TestSources.LIMIT).until(() -> stream.consumers() == 0);
    }
  }
}
