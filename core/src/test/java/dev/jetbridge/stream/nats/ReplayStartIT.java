package dev.jetbridge.stream.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jetbridge.stream.StreamFailure.Kind;
import dev.jetbridge.testkit.NatsServerExtension;
import dev.jetbridge.testkit.Streams;
import dev.jetbridge.testkit.TestStream;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StreamConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A replay that opens")
class ReplayStartIT {
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

  @Test
  @DisplayName("below the first sequence says where it really starts")
  void belowFirst() {
    stream.publishMany(100, "events.a");
    stream.purgeBelow(61);

    try (TestReader reader = TestReader.reading(source, 20).awaitMessages(40)) {
      assertThat(reader.effective()).isEqualTo(60);
      assertThat(reader.after().firstSequence()).isEqualTo(61);
      assertThat(reader.sequences()).startsWith(61L).endsWith(100L);
    }
  }

  @Test
  @DisplayName("above the last sequence shows it by the state read after")
  void aboveLast() {
    stream.publishMany(10, "events.a");

    try (TestReader reader = TestReader.reading(source, 500).awaitOpened()) {
      assertThat(reader.after().lastSequence()).isEqualTo(10);
      // 2.11 and later wait for the number; earlier ones clip it.
      assertThat(reader.effective()).isEqualTo(NATS.server().isAtLeast(2, 11) ? 500 : 10);
    }
  }

  @Test
  @DisplayName("at the last sequence delivers what is published from then on")
  void atLast() {
    stream.publishMany(10, "events.a");

    try (TestReader reader = TestReader.reading(source, 10).awaitOpened()) {
      stream.publishMany(5, "events.a");

      assertThat(reader.awaitMessages(5).sequences()).containsExactly(11L, 12L, 13L, 14L, 15L);
      assertThat(reader.effective()).isEqualTo(10);
    }
  }

  @Test
  @DisplayName("without a position starts at what is held")
  void earliest() {
    stream.publishMany(10, "events.a");
    stream.purgeBelow(4);

    try (TestReader reader = TestReader.reading(source, -1).awaitMessages(7)) {
      assertThat(reader.effective()).isEqualTo(3);
      assertThat(reader.sequences()).startsWith(4L).endsWith(10L);
    }
  }

  @Test
  @DisplayName("on a stream never used starts before the first")
  void neverUsed() {
    try (TestReader reader = TestReader.reading(source, 0).awaitOpened()) {
      assertThat(reader.effective()).isZero();
      assertThat(reader.after().lastSequence()).isZero();
      stream.publish("events.a", "x");
      assertThat(reader.awaitMessages(1).sequences()).containsExactly(1L);
    }
  }

  @Test
  @DisplayName("on a stream purged whole starts behind its last sequence")
  void purged() {
    stream.publishMany(10, "events.a");
    stream.purge();

    try (TestReader reader = TestReader.reading(source, 0).awaitOpened()) {
      assertThat(reader.effective()).isEqualTo(10);
      assertThat(reader.after().firstSequence()).isEqualTo(11);
      assertThat(reader.after().floor()).isEqualTo(10);
      assertThat(reader.after().lastTime()).isNull();
    }
  }

  @Test
  @DisplayName("on a stream that is missing fails with that")
  void missing() {
    try (JetStreamSource other = TestSources.connect(NATS.server(), "NOWHERE");
        TestReader reader = TestReader.reading(other, 0)) {
      assertThat(reader.awaitFailure().kind()).isEqualTo(Kind.STREAM_MISSING);
    }
  }

  @Test
  @DisplayName("is no more called when it is closed before its first answer")
  void closedAtOnce() {
    stream.publishMany(10, "events.a");
    for (int i = 0; i < 50; i++) {
      TestReader reader = TestReader.reading(source, 0);
      reader.close();
      assertThat(reader.effective()).isNull();
    }

    await("no consumer is left").atMost(TestSources.LIMIT).until(() -> stream.consumers() == 0);
  }

  @Nested
  @DisplayName("on a stream of another retention")
  class OtherRetention {
    @Test
    @DisplayName("makes no consumer of an interest stream, which would delete what it reads")
    void interest() {
      refused(RetentionPolicy.Interest, "INTEREST");
    }

    @Test
    @DisplayName("makes no consumer of a work queue")
    void workQueue() {
      refused(RetentionPolicy.WorkQueue, "WORK_QUEUE");
    }

    private void refused(RetentionPolicy retention, String named) {
      StreamConfiguration.Builder settings =
          Streams.memory("queue." + named + ".>").retentionPolicy(retention);
      TestStream queue = Streams.create(NATS.server().connect(), settings);
      try (JetStreamSource other = TestSources.connect(NATS.server(), queue.name());
          TestReader reader = TestReader.reading(other, 0)) {
        assertThat(reader.awaitFailure().kind()).isEqualTo(Kind.REFUSED);
        assertThat(reader.awaitFailure().detail()).contains(named, queue.name());
        assertThat(queue.consumers()).isZero();
      } finally {
        queue.delete();
      }
    }
  }
}
