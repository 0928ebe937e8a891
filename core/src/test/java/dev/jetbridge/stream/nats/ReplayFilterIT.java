package dev.jetbridge.stream.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.stream.SubjectFilters;
import dev.jetbridge.testkit.NatsServerExtension;
import dev.jetbridge.testkit.Streams;
import dev.jetbridge.testkit.TestStream;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.api.ConsumerInfo;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A replay with filters")
class ReplayFilterIT {
  @RegisterExtension static final NatsServerExtension NATS = new NatsServerExtension();

  private static final List<String> SUBJECTS =
      List.of("events.a.x", "events.b.x", "events.c.x", "events.a.y", "events.d");

  private Connection connection;
  private TestStream stream;
  private JetStreamSource source;

  @BeforeEach
  void open() {
    connection = NATS.server().connect();
    stream = Streams.create(connection, Streams.memory("events.>"));
    stream.publishMany(100, n -> SUBJECTS.get(n % SUBJECTS.size()), n -> new byte[8]);
    source = TestSources.connect(NATS.server(), stream.name());
  }

  @AfterEach
  void close() {
    source.close();
    stream.delete();
  }

  @Test
  @DisplayName("puts one filter to the broker")
  void one() {
    delivers(SubjectFilters.of("events.a.*"), 40, 40);
  }

  @Test
  @DisplayName("puts none where everything is asked for")
  void none() {
    delivers(SubjectFilters.ALL, 100, 100);
  }

  @Test
  @DisplayName("puts several where the broker knows them, else one that covers them")
  void several() {
    boolean known = NATS.server().isAtLeast(2, 10);
    delivers(SubjectFilters.of("events.a.x", "events.c.x"), 40, known ? 40 : 60);
  }

  @Test
  @DisplayName("puts one that covers them where several overlap")
  void overlapping() {
    delivers(SubjectFilters.of("events.*.x", "events.a.*"), 80, 80);
  }

  @Test
  @DisplayName("has no more to say of a filter that matches nothing than how far it has looked")
  void nothing() {
    try (TestReader reader =
        TestReader.reading(source, 0, SubjectFilters.of("events.nothing"), 64, 0)) {
      reader.awaitScanned(100);
      assertThat(reader.count()).isZero();
    }
  }

  @Test
  @DisplayName("idles rather than fails where a filter lies outside the stream's subjects")
  void outside() {
    try (TestReader reader = TestReader.reading(source, 0, SubjectFilters.of("other.>"), 64, 0)) {
      reader.awaitOpened().awaitScanned(100);
      long matching =
          reader.messages().stream()
              .filter(m -> m.message().subject().startsWith("other."))
              .count();
      assertThat(matching).isZero();
    }
  }

  @Test
  @DisplayName("idles rather than fails where some of several lie outside the stream's subjects")
  void partlyOutside() {
    SubjectFilters filters = SubjectFilters.of("events.a.x", "other.>");
    try (TestReader reader = TestReader.reading(source, 0, filters, 64, 0)) {
      reader.awaitScanned(100);
      assertThat(reader.messages().stream().filter(m -> filters.matches(m.message().subject())))
          .hasSize(20);
    }
  }

  @Test
  @DisplayName("tries several no more once the broker has passed over them")
  void remembers() {
    AtomicInteger made = new AtomicInteger();
    Dispatcher advisories = connection.createDispatcher(message -> made.incrementAndGet());
    Dispatcher unused =
        advisories.subscribe("$JS.EVENT.ADVISORY.CONSUMER.CREATED." + stream.name() + ".>");
    SubjectFilters filters = SubjectFilters.of("events.a.x", "events.c.x");
    for (int i = 0; i < 4; i++) {
      TestReader.reading(source, 0, filters, 64, 0).awaitMessages(40).close();
    }

    int expected = NATS.server().isAtLeast(2, 10) ? 4 : 5;
    Awaitility.await("advisories").atMost(TestSources.LIMIT).until(() -> made.get() >= expected);
    assertThat(made).hasValue(expected);
  }

  private void delivers(SubjectFilters filters, int matching, int delivered) {
    try (TestReader reader = TestReader.reading(source, 0, filters, 64, 0)) {
      reader.awaitMessages(delivered).awaitScanned(100);

      assertThat(reader.count()).isEqualTo(delivered);
      assertThat(reader.messages().stream().filter(m -> filters.matches(m.message().subject())))
          .hasSize(matching);
      assertThat(consumer().getConsumerConfiguration().getAckPolicy()).hasToString("none");
    }
  }

  private ConsumerInfo consumer() {
    try {
      return connection.jetStreamManagement().getConsumers(stream.name()).getFirst();
    } catch (java.io.IOException | io.nats.client.JetStreamApiException e) {
      throw new AssertionError(e);
    }
  }
}
