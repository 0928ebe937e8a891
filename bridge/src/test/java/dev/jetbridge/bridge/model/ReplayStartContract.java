package dev.jetbridge.bridge.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Where a replay begins. */
interface ReplayStartContract {
  SourceFixture fixture();

  @Test
  @DisplayName("begins right after the position asked for")
  default void after() {
    fixture().publish(10, "t.a");
    ContractReader reader = ContractReader.open(fixture(), 4).read(6);

    assertThat(reader.effective()).isEqualTo(4);
    assertThat(reader.after().lastSequence()).isEqualTo(10);
    assertThat(reader.sequences()).containsExactly(5L, 6L, 7L, 8L, 9L, 10L);
    reader.assertNoDefect();
  }

  @Test
  @DisplayName("begins at the first sequence, and says so, where that is above the position")
  default void belowFirst() {
    fixture().publish(10, "t.a");
    fixture().purgeBelow(8);
    ContractReader reader = ContractReader.open(fixture(), 2).read(3);

    assertThat(reader.effective()).isEqualTo(7);
    assertThat(reader.after().floor()).isEqualTo(7);
    assertThat(reader.sequences()).containsExactly(8L, 9L, 10L);
    reader.assertNoDefect();
  }

  @Test
  @DisplayName("begins at whatever is held where no position is given")
  default void earliest() {
    fixture().publish(10, "t.a");
    fixture().purgeBelow(8);
    ContractReader reader = ContractReader.open(fixture(), -1).read(3);

    assertThat(reader.effective()).isEqualTo(7);
    assertThat(reader.sequences()).containsExactly(8L, 9L, 10L);
    reader.assertNoDefect();
  }

  @Test
  @DisplayName("begins at what is published next where all was read")
  default void atLast() {
    fixture().publish(10, "t.a");
    ContractReader reader = ContractReader.open(fixture(), 10);
    fixture().publish(2, "t.a");

    assertThat(reader.effective()).isEqualTo(10);
    assertThat(reader.read(2).sequences()).containsExactly(11L, 12L);
    reader.assertNoDefect();
  }

  @Test
  @DisplayName("shows by the state read after that the position lies ahead")
  default void aboveLast() {
    fixture().publish(10, "t.a");
    ContractReader reader = ContractReader.open(fixture(), 50);

    assertThat(reader.after().lastSequence()).isEqualTo(10);
    // The broker waits for that number since 2.11; before, it goes on after the last.
    assertThat(reader.effective()).isIn(10L, 50L);
    reader.assertNoDefect();
  }

  @Test
  @DisplayName("begins before the first message ever in a stream never used")
  default void fromNeverUsed() {
    ContractReader reader = ContractReader.open(fixture(), 0);
    fixture().publish(1, "t.a");

    assertThat(reader.effective()).isZero();
    assertThat(reader.read(1).sequences()).containsExactly(1L);
    reader.assertNoDefect();
  }

  @Test
  @DisplayName("begins after the last sequence in a stream purged whole")
  default void fromPurged() {
    fixture().publish(10, "t.a");
    fixture().purge();
    ContractReader reader = ContractReader.open(fixture(), 3);
    fixture().publish(1, "t.a");

    assertThat(reader.effective()).isEqualTo(10);
    assertThat(reader.after().floor()).isEqualTo(10);
    assertThat(reader.read(1).sequences()).containsExactly(11L);
    reader.assertNoDefect();
  }

  @Test
  @DisplayName("begins at the position, not at the first match of its filter")
  default void filtered() {
    fixture().publish(5, "t.a");
    fixture().publish(1, "t.b");
    ContractReader reader = ContractReader.open(fixture(), 1, "t.b");

    assertThat(reader.effective()).isEqualTo(1);
    assertThat(reader.read(1).sequences()).containsExactly(6L);
    reader.assertNoDefect();
  }
}
