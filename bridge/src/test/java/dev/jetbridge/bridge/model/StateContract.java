package dev.jetbridge.bridge.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.StreamFailure;
import dev.jetbridge.stream.StreamFailure.Kind;
import dev.jetbridge.stream.StreamShape.Retention;
import dev.jetbridge.stream.StreamSource.ConnectionListener;
import dev.jetbridge.stream.StreamState;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a source must answer when it is asked for a state or a time, or loses its broker. */
interface StateContract {
  SourceFixture fixture();

  private StreamState state() {
    return fixture().value(fixture().source().state());
  }

  private boolean isHeld(long sequence) {
    return fixture().value(fixture().source().timeAt(sequence)).isPresent();
  }

  private Kind failure(CompletionStage<?> stage) {
    fixture().until("an answer", () -> stage.toCompletableFuture().isDone());
    try {
      throw new AssertionError(stage.toCompletableFuture().join() + " found, expected a failure");
    } catch (CompletionException e) {
      assertThat(e.getCause()).isInstanceOf(StreamFailure.Failed.class);
      return StreamFailure.of(e).kind();
    }
  }

  @Test
  @DisplayName("calls a stream never used empty, its first and last sequence 0")
  default void neverUsed() {
    StreamState state = state();

    assertThat(state.isEmpty()).isTrue();
    assertThat(List.of(state.firstSequence(), state.lastSequence(), state.floor()))
        .containsOnly(0L);
    assertThat(state.lastTime()).isNull();
    assertThat(state.shape().retention()).isEqualTo(Retention.LIMITS);
  }

  @Test
  @DisplayName("counts what was published")
  default void published() {
    fixture().publish(5, "t.a");

    StreamState state = state();
    assertThat(state.firstSequence()).isEqualTo(1);
    assertThat(state.lastSequence()).isEqualTo(5);
    assertThat(state.messages()).isEqualTo(5);
    assertThat(state.lastTime()).isEqualTo(fixture().timeOf(5));
  }

  @Test
  @DisplayName("moves the first sequence behind the last where everything is purged")
  default void purged() {
    fixture().publish(5, "t.a");
    fixture().purge();

    StreamState state = state();
    assertThat(state.isEmpty()).isTrue();
    assertThat(state.firstSequence()).isEqualTo(6);
    assertThat(state.floor()).isEqualTo(5);
    assertThat(state.lastSequence()).isEqualTo(5);
    assertThat(state.lastTime()).isNull();
  }

  @Test
  @DisplayName("moves the first sequence over what is gone before it, and over nothing else")
  default void holes() {
    fixture().publish(10, "t.a");
    fixture().delete(3);
    assertThat(state().firstSequence()).isEqualTo(1);

    fixture().purgeBelow(3);
    assertThat(state().firstSequence()).isEqualTo(4);

    fixture().delete(4);
    assertThat(state().firstSequence()).isEqualTo(5);
    assertThat(state().messages()).isEqualTo(6);
  }

  @Test
  @DisplayName("keeps the last sequence where the last message is deleted")
  default void lastDeleted() {
    fixture().publish(3, "t.a");
    fixture().delete(3);

    assertThat(state().lastSequence()).isEqualTo(3);
    assertThat(state().messages()).isEqualTo(2);
    fixture().publish(1, "t.a");
    assertThat(state().lastSequence()).isEqualTo(4);
  }

  @Test
  @DisplayName("names another epoch where the stream was made again")
  default void madeAgain() {
    fixture().publish(3, "t.a");
    Epoch before = state().epoch();
    fixture().recreate();

    assertThat(state().epoch()).isNotEqualTo(before);
    assertThat(state().lastSequence()).isZero();
  }

  @Test
  @DisplayName("keeps the epoch over a purge")
  default void sameEpoch() {
    fixture().publish(3, "t.a");
    Epoch before = state().epoch();
    fixture().purge();

    assertThat(state().epoch()).isEqualTo(before);
  }

  @Test
  @DisplayName("knows the time of a message that is held, and of no other")
  default void times() {
    fixture().publish(6, "t.a");
    Instant second = fixture().timeOf(2);
    fixture().purgeBelow(2);
    fixture().delete(4);

    assertThat(fixture().value(fixture().source().timeAt(2))).contains(second);
    assertThat(isHeld(1)).isFalse();
    assertThat(isHeld(4)).isFalse();
    assertThat(isHeld(6)).isTrue();
    assertThat(isHeld(7)).isFalse();
  }

  @Test
  @DisplayName("fails where the stream is missing")
  default void missing() {
    assertThat(failure(fixture().sourceOfNothing().state())).isEqualTo(Kind.STREAM_MISSING);
    assertThat(failure(fixture().sourceOfNothing().timeAt(1))).isEqualTo(Kind.STREAM_MISSING);

    fixture().deleteStream();
    assertThat(failure(fixture().source().state())).isEqualTo(Kind.STREAM_MISSING);
  }

  @Test
  @DisplayName("says that it has lost its broker, and found it, and fails meanwhile")
  default void brokerLost() {
    fixture().publish(3, "t.a");
    List<String> told = new CopyOnWriteArrayList<>();
    fixture()
        .source()
        .onConnection(
            new ConnectionListener() {
              @Override
              public void connected() {
                told.add("up");
              }

              @Override
              public void disconnected(Instant since) {
                told.add("down");
              }
            });
    fixture().until("the present state", () -> told.equals(List.of("up")));

    fixture().loseBroker();
    fixture().until("the loss", () -> told.equals(List.of("up", "down")));
    assertThat(failure(fixture().source().state())).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure(fixture().source().timeAt(1))).isEqualTo(Kind.UNAVAILABLE);

    fixture().findBroker();
    fixture().until("the return", () -> told.equals(List.of("up", "down", "up")));
    assertThat(state().lastSequence()).isEqualTo(3);
  }
}
