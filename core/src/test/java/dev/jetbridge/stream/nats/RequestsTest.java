package dev.jetbridge.stream.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.stream.StreamFailure;
import dev.jetbridge.stream.StreamFailure.Kind;
import dev.jetbridge.stream.StreamState;
import io.nats.client.Message;
import io.nats.client.impl.NatsMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("Requests under way")
class RequestsTest {
  private static final String INBOX = "_INBOX.x.";
  private static final byte[] NO_BODY = {};
  private static final StreamFailure GONE = new StreamFailure(Kind.UNAVAILABLE, "gone");
  private static final StreamFailure DENIED = new StreamFailure(Kind.FORBIDDEN, "denied");

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final List<Long> sent = new ArrayList<>();
  private final Requests requests = requests(Duration.ofMinutes(1));

  @AfterEach
  void close() {
    timer.shutdownNow();
  }

  @Test
  @DisplayName("are answered by their own reply, in any order")
  void answered() {
    CompletableFuture<Message> first = requests.send("a", NO_BODY);
    CompletableFuture<Message> second = requests.send("b", NO_BODY);
    Message reply = reply("{}");

    requests.arrived(sent.get(1), reply);

    assertThat(second).isCompletedWithValue(reply);
    assertThat(first).isNotDone();
  }

  @Test
  @DisplayName("take no second reply and none that nobody waits for")
  void unexpected() {
    CompletableFuture<Message> request = requests.send("a", NO_BODY);
    Message reply = reply("{}");
    requests.arrived(sent.getFirst(), reply);
    requests.arrived(sent.getFirst(), reply("other"));
    requests.arrived(99, reply("other"));

    assertThat(request).isCompletedWithValue(reply);
  }

  @Test
  @DisplayName("end with their time; who wants to know is told of a reply that comes later")
  void timedOut() {
    Requests impatient = requests(Duration.ofMillis(20));
    CompletableFuture<Message> late = new CompletableFuture<>();
    CompletableFuture<Message> request = impatient.send("a", NO_BODY, late::complete);

    assertThat(TestSources.failure(request).kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(late).isNotDone();
    Message reply = reply("{}");
    impatient.arrived(sent.getFirst(), reply);
    assertThat(late).isCompletedWithValue(reply);
  }

  @Test
  @DisplayName("end at once where the user lacks the right to their subject, others not")
  void denied() {
    CompletableFuture<Message> one = requests.send("a", NO_BODY);
    CompletableFuture<Message> other = requests.send("b", NO_BODY);

    requests.denied("a", DENIED);

    assertThat(TestSources.failure(one)).isEqualTo(DENIED);
    assertThat(other).isNotDone();
  }

  @Test
  @DisplayName("end with the connection, those that come after as well")
  void ended() {
    CompletableFuture<Message> before = requests.send("a", NO_BODY);
    requests.end(GONE);
    CompletableFuture<Message> after = requests.send("a", NO_BODY);

    assertThat(TestSources.failure(before)).isEqualTo(GONE);
    assertThat(TestSources.failure(after)).isEqualTo(GONE);
    assertThat(sent).hasSize(1);
  }

  @Test
  @DisplayName("fail at once where the connection takes nothing")
  void notTaken() {
    Requests closed =
        new Requests(
            (subject, reply, body) -> {
              throw new IllegalStateException("Connection is Closed");
            },
            INBOX,
            timer,
            Duration.ofMinutes(1));

    assertThat(TestSources.failure(closed.send("a", NO_BODY)).kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  @Nested
  @DisplayName("for the stream's state")
  class Probe {
    private final StreamProbe probe = new StreamProbe(requests, "S");

    @Test
    @DisplayName("serve no caller that came after they were sent")
    void shared() {
      CompletableFuture<StreamState> first = probe.state();
      CompletableFuture<StreamState> second = probe.state();
      CompletableFuture<StreamState> third = probe.state();
      assertThat(sent).hasSize(1);

      requests.arrived(sent.getFirst(), state(1));
      assertThat(first).isCompletedWithValueMatching(state -> state.lastSequence() == 1);
      assertThat(second).isNotDone();
      assertThat(sent).hasSize(2);

      requests.arrived(sent.getLast(), state(2));
      assertThat(second).isCompletedWithValueMatching(state -> state.lastSequence() == 2);
      assertThat(third).isCompletedWithValueMatching(state -> state.lastSequence() == 2);
      assertThat(sent).hasSize(2);
    }

    @Test
    @DisplayName("go on after a failure")
    void failure() {
      CompletableFuture<StreamState> first = probe.state();
      CompletableFuture<StreamState> second = probe.state();
      requests.arrived(sent.getFirst(), reply("not json"));

      assertThat(TestSources.failure(first).kind()).isEqualTo(Kind.REFUSED);
      requests.arrived(sent.getLast(), state(2));
      assertThat(second).isCompleted();
    }

    @Test
    @DisplayName("serve whoever asks when told, by the next request")
    void askedWhenTold() {
      CompletableFuture<StreamState> again = probe.state().thenCompose(state -> probe.state());
      requests.arrived(sent.getFirst(), state(1));
      assertThat(sent).hasSize(2);
      requests.arrived(sent.getLast(), state(2));

      assertThat(again).isCompletedWithValueMatching(state -> state.lastSequence() == 2);
    }

    @Test
    @DisplayName("are not sent where what is known is young enough")
    void known() {
      CompletableFuture<StreamState> first = probe.state();
      requests.arrived(sent.getFirst(), state(1));

      assertThat(first).isCompleted();
      assertThat(probe.state(Duration.ofMinutes(1))).isCompleted();
      assertThat(sent).hasSize(1);
      assertThat(probe.state(Duration.ZERO)).isNotDone();
      assertThat(sent).hasSize(2);
    }

    @Test
    @DisplayName("are no more once the connection is gone, whoever waited for the next included")
    void gone() {
      CompletableFuture<StreamState> first = probe.state();
      CompletableFuture<StreamState> second = probe.state();
      requests.end(GONE);

      assertThat(TestSources.failure(first)).isEqualTo(GONE);
      assertThat(TestSources.failure(second)).isEqualTo(GONE);
      assertThat(TestSources.failure(probe.state())).isEqualTo(GONE);
    }

    private Message state(long last) {
      return reply(
          ("{\"config\":{\"name\":\"S\",\"retention\":\"limits\"},"
                  + "\"created\":\"2026-01-02T03:04:05Z\","
                  + "\"state\":{\"messages\":0,\"first_seq\":0,\"last_seq\":%d}}")
              .formatted(last));
    }
  }

  private Requests requests(Duration limit) {
    return new Requests(
        (subject, reply, body) -> sent.add(Long.parseLong(reply.substring(INBOX.length()))),
        INBOX,
        timer,
        limit);
  }

  private static Message reply(String text) {
    return NatsMessage.builder().subject(INBOX).data(text).build();
  }
}
