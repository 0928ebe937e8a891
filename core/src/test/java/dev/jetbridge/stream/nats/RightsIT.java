package dev.jetbridge.stream.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.stream.Replay;
import dev.jetbridge.stream.StreamFailure;
import dev.jetbridge.stream.StreamFailure.Kind;
import dev.jetbridge.stream.SubjectFilters;
import dev.jetbridge.testkit.NatsServer;
import dev.jetbridge.testkit.NatsServerExtension;
import dev.jetbridge.testkit.NatsUser;
import dev.jetbridge.testkit.Streams;
import dev.jetbridge.testkit.TestStream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A source whose NATS user")
class RightsIT {
  private static final String INFO = "$JS.API.STREAM.INFO.EVENTS";
  private static final String GET = "$JS.API.STREAM.MSG.GET.EVENTS";
  private static final String NEXT = "$JS.API.CONSUMER.MSG.NEXT.EVENTS.*";
  private static final String DELETE = "$JS.API.CONSUMER.DELETE.EVENTS.*";
  private static final String CREATE_A = "$JS.API.CONSUMER.CREATE.EVENTS.*.events.a.>";
  private static final String CREATE_ANY = "$JS.API.CONSUMER.CREATE.EVENTS.>";

  @RegisterExtension
  static final NatsServerExtension NATS =
      new NatsServerExtension(
          NatsServer.builder()
              .user(NatsUser.full("admin", "admin"))
              .user(limited("subject", INFO, GET, NEXT, DELETE, CREATE_A))
              .user(limited("noinfo", NEXT, DELETE, CREATE_ANY))
              .user(limited("nonext", INFO, DELETE, CREATE_ANY))
              .user(limited("nodelete", INFO, NEXT, CREATE_ANY))
              .user(limited("noget", INFO, NEXT, DELETE, CREATE_ANY))
              .user(
                  NatsUser.limited(
                      "noinbox", "noinbox", List.of("$JS.API.>"), List.of("_ELSEWHERE.>"))));

  private TestStream stream;

  @BeforeEach
  void open() {
    stream = Streams.create(NATS.server().connect(), Streams.memory("events.>").name("EVENTS"));
    stream.publishMany(10, n -> n % 2 == 0 ? "events.a.x" : "events.b.x", n -> new byte[4]);
  }

  @AfterEach
  void close() {
    stream.delete();
  }

  @Test
  @DisplayName("may read one subject reads that, by a create subject that names it")
  void oneSubject() {
    try (JetStreamSource source = connect("subject");
        TestReader reader = TestReader.reading(source, 0, SubjectFilters.of("events.a.>"), 16, 0)) {
      assertThat(reader.awaitMessages(5).sequences()).containsExactly(1L, 3L, 5L, 7L, 9L);
      assertThat(TestSources.value(source.timeAt(1))).isPresent();
    }
  }

  @Test
  @DisplayName("may read one subject reads two within it by a filter that covers them")
  void twoWithinOneSubject() {
    SubjectFilters filters = SubjectFilters.of("events.a.x", "events.a.y");
    try (JetStreamSource source = connect("subject");
        TestReader reader = TestReader.reading(source, 0, filters, 16, 0)) {
      assertThat(reader.awaitMessages(5).sequences()).containsExactly(1L, 3L, 5L, 7L, 9L);
    }
  }

  @Test
  @DisplayName("may read one subject is told at once which right it lacks for the others")
  void otherSubjects() {
    try (JetStreamSource source = connect("subject")) {
      forbidden(source, SubjectFilters.of("events.b.>"), "$JS.API.CONSUMER.CREATE.EVENTS.");
      forbidden(
          source, SubjectFilters.of("events.a.>", "events.b.>"), "$JS.API.CONSUMER.CREATE.EVENTS.");
      forbidden(source, SubjectFilters.ALL, "$JS.API.CONSUMER.CREATE.EVENTS.");
    }
  }

  @Test
  @DisplayName("may not ask for the state is told at once")
  void noInfo() {
    try (JetStreamSource source = connect("noinfo")) {
      long start = System.nanoTime();
      StreamFailure failure = TestSources.failure(source.state());

      assertThat(failure.kind()).isEqualTo(Kind.FORBIDDEN);
      assertThat(failure.detail()).contains(INFO);
      assertThat(System.nanoTime() - start).isLessThan(TestSources.QUICK.request().toNanos());
      forbidden(source, SubjectFilters.ALL, INFO);
    }
    assertThat(stream.consumers()).isZero();
  }

  @Test
  @DisplayName("may not ask for a message is told at once")
  void noGet() {
    try (JetStreamSource source = connect("noget")) {
      assertThat(TestSources.failure(source.timeAt(1)))
          .satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo(Kind.FORBIDDEN);
            assertThat(failure.detail()).contains(GET);
          });
    }
  }

  @Test
  @DisplayName("may not pull is told by the first pull")
  void noNext() {
    try (JetStreamSource source = connect("nonext");
        TestReader reader = TestReader.idle(source, 0, SubjectFilters.ALL).awaitOpened()) {
      reader.pull(10, Replay.UNBOUNDED);

      assertThat(reader.awaitFailure().kind()).isEqualTo(Kind.FORBIDDEN);
      assertThat(reader.awaitFailure().detail()).contains("$JS.API.CONSUMER.MSG.NEXT.EVENTS.");
    }
  }

  @Test
  @DisplayName("may not delete consumers reads nevertheless")
  void noDelete() {
    try (JetStreamSource source = connect("nodelete")) {
      TestReader.reading(source, 0).awaitMessages(10).close();
      TestReader.reading(source, 5).awaitMessages(5).close();
    }
  }

  @Test
  @DisplayName("may not listen for answers is told that")
  void noInbox() {
    try (JetStreamSource source = connect("noinbox")) {
      StreamFailure failure = TestSources.failure(source.state());

      assertThat(failure.kind()).isEqualTo(Kind.FORBIDDEN);
      assertThat(failure.detail()).contains("subscribe to _INBOX.");
    }
  }

  private static void forbidden(JetStreamSource source, SubjectFilters filters, String named) {
    try (TestReader reader = TestReader.reading(source, 0, filters, 16, 0)) {
      StreamFailure failure = reader.awaitFailure();
      assertThat(failure.kind()).isEqualTo(Kind.FORBIDDEN);
      assertThat(failure.detail()).contains(named);
    }
  }

  private static JetStreamSource connect(String user) {
    return TestSources.connect(NATS.server(), "EVENTS", user, user);
  }

  private static NatsUser limited(String name, String... publish) {
    return NatsUser.limited(name, name, List.of(publish), List.of("_INBOX.>"));
  }
}
