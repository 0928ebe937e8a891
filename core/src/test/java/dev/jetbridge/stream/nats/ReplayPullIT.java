package dev.jetbridge.stream.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jetbridge.stream.Delivery;
import dev.jetbridge.stream.Delivery.PullEnded.End;
import dev.jetbridge.stream.Replay;
import dev.jetbridge.stream.SubjectFilters;
import dev.jetbridge.testkit.NatsServerExtension;
import dev.jetbridge.testkit.Streams;
import dev.jetbridge.testkit.TestStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A replay that is pulled from")
class ReplayPullIT {
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
  @DisplayName("delivers no more than was asked for")
  void noMore() {
    stream.publishMany(100, "events.a");
    try (TestReader reader = idle()) {
      reader.pull(7, Replay.UNBOUNDED);
      reader.awaitMessages(7);
      reader.pull(5, Replay.UNBOUNDED);
      reader.awaitMessages(12);

      await("nothing more comes")
          .during(TestSources.QUICK.heartbeat())
          .atMost(TestSources.LIMIT)
          .until(() -> reader.count() == 12);
      assertThat(reader.ends()).isEmpty();
      assertThat(reader.failure()).isNull();
    }
  }

  @Test
  @DisplayName("says how many will not come when the pull's time is over")
  void expires() {
    stream.publishMany(3, "events.a");
    try (TestReader reader = idle()) {
      reader.pull(10, 1 << 16);
      reader.awaitMessages(3).awaitScanned(3).await("an end", () -> !reader.ends().isEmpty());

      assertThat(reader.ends()).containsExactly(new Delivery.PullEnded(7, End.EXPIRED));
      assertThat(reader.outstanding()).isZero();
    }
  }

  @Test
  @DisplayName("says how many will not come when the bytes are used up")
  void bytes() {
    stream.publishMany(20, n -> "events.a", n -> new byte[1_000]);
    try (TestReader reader = idle()) {
      reader.pull(20, 5_000);
      reader.await("an end", () -> !reader.ends().isEmpty());

      assertThat(reader.count()).isEqualTo(4);
      assertThat(reader.ends()).containsExactly(new Delivery.PullEnded(16, End.BYTES_FULL));
    }
  }

  @Test
  @DisplayName("notices at once that a byte bound met exactly ended the pull in silence")
  void bytesMetExactly() {
    stream.publishMany(20, n -> "events.a", n -> new byte[1_000]);
    try (TestReader reader = idle()) {
      reader.pull(20, sizeOfFirst(4, 20));
      reader.await("an end", () -> !reader.ends().isEmpty());

      assertThat(reader.count()).isEqualTo(4);
      assertThat(reader.ends()).containsExactly(new Delivery.PullEnded(16, End.BYTES_FULL));
      reader.pull(16, Replay.UNBOUNDED);
      reader.awaitMessages(20);
    }
  }

  @Test
  @DisplayName("tells a message that alone is above the bound, and gives it without one")
  void tooLarge() {
    stream.publishMany(3, n -> "events.a", n -> new byte[n == 1 ? 100_000 : 10]);
    try (TestReader reader = idle()) {
      reader.pull(10, 10_000);
      reader.await("an end", () -> !reader.ends().isEmpty());
      assertThat(reader.ends()).containsExactly(new Delivery.PullEnded(9, End.BYTES_FULL));

      reader.pull(10, 10_000);
      reader.await("another end", () -> reader.ends().size() == 2);
      assertThat(reader.ends().getLast()).isEqualTo(new Delivery.PullEnded(10, End.TOO_LARGE));

      reader.pull(1, Replay.UNBOUNDED);
      reader.awaitMessages(2);
      reader.pull(1, 10_000);
      assertThat(reader.awaitMessages(3).sequences()).containsExactly(1L, 2L, 3L);
    }
  }

  @Test
  @DisplayName("keeps the count over several pulls under way")
  void several() {
    stream.publishMany(30, n -> "events.a", n -> new byte[100]);
    try (TestReader reader = idle()) {
      reader.pull(20, 1 << 20);
      reader.pull(20, 1 << 20);
      reader.pull(20, 1 << 20);
      reader.awaitMessages(30).await("all ends", () -> reader.outstanding() == 0);

      int undelivered = reader.ends().stream().mapToInt(Delivery.PullEnded::undelivered).sum();
      assertThat(undelivered).isEqualTo(30);
      assertThat(reader.failure()).isNull();
    }
  }

  @Test
  @DisplayName("takes hundreds of small pulls at once")
  void hundreds() {
    stream.publishMany(1_000, "events.a");
    try (TestReader reader = idle()) {
      for (int i = 0; i < 1_000; i++) {
        reader.pull(1, Replay.UNBOUNDED);
      }
      assertThat(reader.awaitMessages(1_000).sequences())
          .containsExactlyElementsOf(LongStream.rangeClosed(1, 1_000).boxed().toList());
      assertThat(reader.outstanding()).isZero();
    }
  }

  @Test
  @DisplayName("has no effect before it is open and after it is closed")
  void closed() {
    stream.publishMany(10, "events.a");
    TestReader reader = TestReader.idle(source, 0, SubjectFilters.ALL);
    reader.awaitOpened();
    reader.close();
    reader.pull(10, Replay.UNBOUNDED);

    await("nothing comes")
        .during(TestSources.QUICK.heartbeat())
        .atMost(TestSources.LIMIT)
        .until(() -> reader.count() == 0);
  }

  @Test
  @DisplayName("survives an idle reader that asks again later")
  void idleForAWhile() {
    stream.publishMany(10, "events.a");
    try (TestReader reader = idle()) {
      reader.pull(5, Replay.UNBOUNDED);
      reader.awaitMessages(5);
      await("longer than its patience")
          .during(TestSources.QUICK.patience().plus(TestSources.QUICK.heartbeat()))
          .atMost(TestSources.LIMIT)
          .until(() -> reader.failure() == null);
      reader.pull(5, Replay.UNBOUNDED);
      assertThat(reader.awaitMessages(10).failure()).isNull();
    }
  }

  private TestReader idle() {
    return TestReader.idle(source, 0, SubjectFilters.ALL).awaitOpened();
  }

  /** As the broker counts: subject, reply subject and payload. */
  private int sizeOfFirst(int messages, int of) {
    String consumer = TestSources.consumers(NATS.server(), stream.name()).getFirst();
    int size = 0;
    for (int n = 1; n <= messages; n++) {
      String reply =
          "$JS.ACK.%s.%s.1.%d.%d.%019d.%d".formatted(stream.name(), consumer, n, n, 0, of - n);
      size += "events.a".length() + reply.length() + 1_000;
    }
    return size;
  }
}
