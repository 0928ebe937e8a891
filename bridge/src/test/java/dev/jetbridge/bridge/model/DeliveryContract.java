package dev.jetbridge.bridge.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.stream.Delivery;
import dev.jetbridge.stream.Delivery.PullEnded.End;
import dev.jetbridge.stream.Replay;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What an open replay hands over. */
interface DeliveryContract {
  SourceFixture fixture();

  @Test
  @DisplayName("delivers as much as was asked for, in order, and no more")
  default void asMuchAsAsked() {
    fixture().publish(10, "t.a");
    ContractReader reader = ContractReader.open(fixture(), 0);
    fixture().stays("nothing comes unasked", () -> reader.messages().isEmpty());

    reader.pull(2, Replay.UNBOUNDED).pull(2, Replay.UNBOUNDED);
    fixture().until("four messages", () -> reader.messages().size() == 4);
    fixture().stays("no fifth comes", () -> reader.messages().size() == 4);
    assertThat(reader.read(6).sequences())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 10).boxed().toList());
    reader.assertNoDefect();
  }

  @Test
  @DisplayName("delivers each message as the stream holds it, and how many are to come")
  default void asStored() {
    fixture().publish("t.a", 3);
    fixture().publish("t.b.c", 5);
    ContractReader reader = ContractReader.open(fixture(), 0).read(2);

    Delivery.Message first = reader.messages().getFirst();
    Delivery.Message second = reader.messages().get(1);
    assertThat(first.message().subject()).isEqualTo("t.a");
    assertThat(first.message().payload()).hasSize(3);
    assertThat(first.message().time()).isEqualTo(fixture().timeOf(1));
    assertThat(first.pending()).isEqualTo(1);
    assertThat(second.message().subject()).isEqualTo("t.b.c");
    assertThat(second.message().payload()).hasSize(5);
    assertThat(second.pending()).isZero();
    reader.assertNoDefect();
  }

  @Test
  @DisplayName("delivers what comes while a pull waits")
  default void waits() {
    ContractReader reader = ContractReader.open(fixture(), 0).pull(10, Replay.UNBOUNDED);
    reader.awaitScan(0);
    fixture().publish(3, "t.a");

    fixture().until("three messages", () -> reader.messages().size() == 3);
    assertThat(reader.outstanding()).isEqualTo(7);
    reader.assertNoDefect();
  }

  @Test
  @DisplayName("counts its deliveries without a hole over deleted messages")
  default void overHoles() {
    fixture().publish(6, "t.a");
    fixture().delete(2);
    fixture().delete(3);
    ContractReader reader = ContractReader.open(fixture(), 0).read(4);

    assertThat(reader.sequences()).containsExactly(1L, 4L, 5L, 6L);
    assertThat(reader.messages().getLast().consumerSequence()).isEqualTo(4);
    reader.assertNoDefect();
  }

  @Test
  @DisplayName("counts its deliveries without a hole where retention has overtaken it")
  default void overtaken() {
    fixture().publish(10, "t.a");
    ContractReader reader = ContractReader.open(fixture(), 0).read(2);
    fixture().purgeBelow(9);

    assertThat(reader.read(2).sequences()).containsExactly(1L, 2L, 9L, 10L);
    reader.assertNoDefect();
  }

  @Test
  @DisplayName("delivers all that a union of filters matches, and says how far it has looked")
  default void union() {
    for (int i = 0; i < 4; i++) {
      fixture().publish(1, "t.a");
      fixture().publish(1, "t.b.x");
      fixture().publish(1, "u.c");
    }
    ContractReader reader = ContractReader.open(fixture(), 3, "t.a", "u.>");
    reader.pull(100, Replay.UNBOUNDED);
    fixture().until("six messages", () -> reader.messages().size() == 6);
    reader.awaitScan(12);

    assertThat(reader.sequences()).containsExactly(4L, 6L, 7L, 9L, 10L, 12L);
    reader.assertNoDefect();
  }

  @Test
  @DisplayName("says how far it has looked where nothing matches")
  default void nothingMatches() {
    fixture().publish(7, "t.a");
    ContractReader reader = ContractReader.open(fixture(), 2, "t.nothing");
    reader.pull(5, Replay.UNBOUNDED).awaitScan(7);

    assertThat(reader.messages()).isEmpty();
    reader.assertNoDefect();
  }

  @Test
  @DisplayName("looks past the loss where its only match was trimmed")
  default void trimmedMatch() {
    fixture().publish(3, "t.a");
    fixture().publish(1, "t.rare");
    fixture().publish(3, "t.a");
    ContractReader reader = ContractReader.open(fixture(), 0, "t.rare");
    fixture().purgeBelow(6);
    reader.pull(5, Replay.UNBOUNDED).awaitScan(7);

    assertThat(reader.messages()).isEmpty();
    assertThat(fixture().value(fixture().source().state()).floor()).isEqualTo(5);
    reader.assertNoDefect();
  }

  @Test
  @DisplayName("ends a pull at its bound of bytes, and says what will not come")
  default void bytesFull() {
    for (int i = 0; i < 5; i++) {
      fixture().publish("t.a", 1_000);
    }
    ContractReader reader = ContractReader.open(fixture(), 0).pull(4, 2_900);
    fixture().until("the pull ends", () -> !reader.ends().isEmpty());

    assertThat(reader.sequences()).containsExactly(1L, 2L);
    assertThat(reader.ends()).containsExactly(new Delivery.PullEnded(2, End.BYTES_FULL));
    assertThat(reader.outstanding()).isZero();
    assertThat(reader.read(3).sequences()).containsExactly(1L, 2L, 3L, 4L, 5L);
    reader.assertNoDefect();
  }

  @Test
  @DisplayName("ends a pull at once whose bound of bytes the next message alone exceeds")
  default void tooLarge() {
    fixture().publish("t.a", 10);
    fixture().publish("t.a", 5_000);
    ContractReader reader = ContractReader.open(fixture(), 0).read(1).pull(4, 1_000);
    fixture().until("the pull ends", () -> !reader.ends().isEmpty());

    assertThat(reader.ends()).containsExactly(new Delivery.PullEnded(4, End.TOO_LARGE));
    assertThat(reader.read(1).sequences()).containsExactly(1L, 2L);
    reader.assertNoDefect();
  }
}
