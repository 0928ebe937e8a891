package dev.jetbridge.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jetbridge.testkit.NatsServer;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import io.nats.client.api.StreamState;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

@DisplayName("The demo, with a broker,")
class DemoIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String STREAM = "CELLOS";

  private final NatsServer nats = NatsServer.start();
  private final Connection connection = nats.connect();
  private final StringWriter err = new StringWriter();

  @AfterEach
  void stop() {
    nats.close();
  }

  @Test
  @DisplayName("makes its stream and publishes the history of its seed")
  void publishes() throws Exception {
    assertThat(demo("--rate", "2000", "--seed", "4", "--count", "300")).as(err::toString).isZero();
    assertThat(serials(4)).containsExactlyElementsOf(upTo(300));
    StreamConfiguration made = management().getStreamInfo(STREAM).getConfiguration();
    assertThat(made.getRetentionPolicy()).isEqualTo(RetentionPolicy.Limits);
    assertThat(made.getMaxAge()).isEqualTo(Duration.ofHours(24));
    assertThat(made.getMaxBytes()).isEqualTo(256 << 20);
  }

  @Test
  @DisplayName("goes on where an earlier run ended, behind the messages of others")
  void continues() throws Exception {
    assertThat(demo("--rate", "2000", "--seed", "4", "--count", "57")).isZero();
    connection.publish("cellos.events.acme.note", new byte[] {'1'});
    connection.flush(PATIENCE);
    assertThat(demo("--rate", "2000", "--count", "43")).isZero();
    assertThat(serials(4)).containsExactlyElementsOf(upTo(100));
  }

  @Test
  @DisplayName("loses nothing and repeats nothing over restarts of the broker")
  void restarts() throws Exception {
    CompletableFuture<Integer> demo =
        CompletableFuture.supplyAsync(() -> demo("--rate", "300", "--seed", "4", "--count", "900"));
    for (long held : new long[] {200, 400}) {
      awaitMessages(held);
      nats.restart();
    }
    assertThat(demo).as(err::toString).succeedsWithin(PATIENCE).isEqualTo(0);
    assertThat(serials(4)).containsExactlyElementsOf(upTo(900));
    assertThat(err.toString()).contains("the broker is lost", "the broker is back");
  }

  @Test
  @DisplayName("makes the stream again when it is deleted, and goes on")
  void deleted() throws Exception {
    CompletableFuture<Integer> demo =
        CompletableFuture.supplyAsync(() -> demo("--rate", "300", "--seed", "4", "--count", "600"));
    awaitMessages(100);
    assertThat(management().deleteStream(STREAM)).isTrue();
    assertThat(demo).as(err::toString).succeedsWithin(PATIENCE).isEqualTo(0);
    List<Long> serials = serials(4);
    assertThat(serials.getLast()).isEqualTo(600);
    assertThat(serials)
        .containsExactlyElementsOf(
            LongStream.rangeClosed(serials.getFirst(), 600).boxed().toList());
    assertThat(err.toString()).contains("the stream was gone, and is made again");
  }

  @Test
  @DisplayName("refuses a stream of its name that is something else, and leaves it alone")
  void otherStream() throws Exception {
    StreamConfiguration queue =
        StreamConfiguration.builder()
            .name(STREAM)
            .subjects("cellos.events.>")
            .retentionPolicy(RetentionPolicy.WorkQueue)
            .build();
    StreamInfo unused = management().addStream(queue);
    assertThat(demo("--count", "5")).isEqualTo(2);
    assertThat(err.toString())
        .contains("cannot use the stream CELLOS: retention is workqueue, expected limits");
    assertThat(state().getMsgCount()).isZero();
  }

  @Test
  @DisplayName("refuses subjects that another stream holds")
  void otherSubjects() throws Exception {
    StreamInfo unused =
        management()
            .addStream(StreamConfiguration.builder().name("THEIRS").subjects("cellos.>").build());
    assertThat(demo("--count", "5")).isEqualTo(2);
    assertThat(err.toString()).contains("another stream holds subjects of cellos.events.>");
  }

  private int demo(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--nats", nats.url()));
    all.addAll(List.of(arguments));
    return new CommandLine(new DemoCommand())
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }

  private void awaitMessages(long count) {
    await("%d messages".formatted(count))
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> state().getMsgCount() >= count);
  }

  /** What the stream holds of the history of a seed, in the order of the stream. */
  private List<Long> serials(long seed) throws IOException, JetStreamApiException {
    StreamState state = state();
    List<Long> serials = new ArrayList<>();
    for (long seq = state.getFirstSequence(); seq <= state.getLastSequence(); seq++) {
      var headers = management().getMessage(STREAM, seq).getHeaders();
      EventId.parse(headers == null ? null : headers.getFirst("Nats-Msg-Id"))
          .filter(id -> id.seed() == seed)
          .ifPresent(id -> serials.add(id.serial()));
    }
    return serials;
  }

  private StreamState state() throws IOException, JetStreamApiException {
    return management().getStreamInfo(STREAM).getStreamState();
  }

  private JetStreamManagement management() throws IOException {
    return connection.jetStreamManagement();
  }

  private static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }
}
