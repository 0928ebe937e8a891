package dev.jetbridge.bridge.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.stream.Replay;
import dev.jetbridge.stream.StreamFailure.Kind;
import dev.jetbridge.stream.SubjectFilters;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How a replay ends. */
interface ReplayEndContract {
  SourceFixture fixture();

  @Test
  @DisplayName("tells nothing more once it is closed, and leaves no consumer")
  default void closed() {
    fixture().publish(4, "t.a");
    ContractReader reader = ContractReader.open(fixture(), 0).read(2).pull(10, Replay.UNBOUNDED);
    reader.close();
    fixture().publish(4, "t.a");

    fixture().until("no consumer", () -> fixture().consumers() == 0);
    reader.close();
    reader.assertNoDefect();
  }

  @Test
  @DisplayName("tells nothing at all where it is closed before it is open, and leaves no consumer")
  default void closedAtOnce() {
    ContractReader reader = new ContractReader(fixture(), 0, SubjectFilters.ALL);
    reader.close();

    fixture().stays("not opened", () -> !reader.isOpen());
    fixture().until("no consumer", () -> fixture().consumers() == 0);
    reader.assertNoDefect();
  }

  @Test
  @DisplayName("fails where the stream is missing")
  default void ofMissing() {
    ContractReader reader =
        new ContractReader(fixture(), fixture().sourceOfNothing(), 0, SubjectFilters.ALL);

    assertThat(reader.awaitFailure().kind()).isEqualTo(Kind.STREAM_MISSING);
    assertThat(reader.isOpen()).isFalse();
    reader.assertNoDefect();
  }

  @Test
  @DisplayName("loses its consumer with the stream, once")
  default void withItsStream() {
    fixture().publish(2, "t.a");
    ContractReader reader = ContractReader.open(fixture(), 0).read(2).pull(10, Replay.UNBOUNDED);
    reader.awaitScan(2);
    fixture().deleteStream();

    assertThat(reader.awaitFailure().kind()).isEqualTo(Kind.CONSUMER_LOST);
    reader.assertNoDefect();
  }

  @Test
  @DisplayName("delivers nothing of the stream that was made in place of its own")
  default void withItsStreamReplaced() {
    fixture().publish(2, "t.a");
    ContractReader reader = ContractReader.open(fixture(), 0).read(2).pull(10, Replay.UNBOUNDED);
    reader.awaitScan(2);
    fixture().recreate();
    fixture().publish(5, "t.a");

    assertThat(reader.awaitFailure().kind()).isEqualTo(Kind.CONSUMER_LOST);
    assertThat(reader.sequences()).containsExactly(1L, 2L);
    reader.assertNoDefect();
  }

  @Test
  @DisplayName("fails where the broker is lost, and at once where it is away already")
  default void withItsBroker() {
    fixture().publish(2, "t.a");
    ContractReader reader = ContractReader.open(fixture(), 0).read(2).pull(10, Replay.UNBOUNDED);
    fixture().loseBroker();

    assertThat(reader.awaitFailure().kind()).isIn(Kind.UNAVAILABLE, Kind.CONSUMER_LOST);
    ContractReader next = new ContractReader(fixture(), 2, SubjectFilters.ALL);
    assertThat(next.awaitFailure().kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(next.isOpen()).isFalse();
    fixture().findBroker();
    reader.assertNoDefect();
    next.assertNoDefect();
  }
}
