package dev.jetbridge.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.stream.Cursor;
import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.StartPoint;
import dev.jetbridge.testkit.Clause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A feed's position")
class PositionTest {
  private static final Epoch EPOCH = new Epoch("e1");
  private static final Instant T5 = Instant.parse("2026-01-01T00:00:05Z");
  private static final Instant T6 = Instant.parse("2026-01-01T00:00:06Z");

  private static Position from(StartPoint start) {
    return new Position(start, null, null);
  }

  private static Hello hello(long cursor, @Nullable Instant time) {
    return new Hello("S", EPOCH, List.of(">"), 1L, 99, cursor, time, Duration.ofSeconds(15), "x");
  }

  private static StartPoint after(long sequence, @Nullable Epoch epoch, @Nullable Instant at) {
    return new StartPoint.After(new Cursor(sequence, epoch, at));
  }

  @Nested
  @DisplayName("asks the server for")
  class Asks {
    @Test
    @Clause("P-2.2")
    @DisplayName("its start point until a hello has come")
    void start() {
      Position position = from(new StartPoint.Latest());
      position.connecting();
      assertThat(position.next()).isEqualTo(new StartPoint.Latest());
      assertThat(position.cursor()).isNull();
    }

    @Test
    @Clause("P-6.2")
    @DisplayName("what follows hello's cursor, once a feed from latest has been greeted")
    void latest() {
      Position position = from(new StartPoint.Latest());
      position.hello(hello(5, T5));
      position.connecting();
      assertThat(position.next()).isEqualTo(after(5, EPOCH, T5));
    }

    @Test
    @Clause("P-2.2")
    @DisplayName("earliest again while nothing has come: no earlier gap is claimed")
    void earliest() {
      Position position = from(new StartPoint.Earliest());
      position.hello(hello(5, T5));
      position.connecting();
      assertThat(position.next()).isEqualTo(new StartPoint.Earliest());
      assertThat(position.cursor()).isNull();
      position.hello(hello(5, T5));
      position.arrived(6, T6);
      assertThat(position.next()).isEqualTo(after(6, EPOCH, T6));
    }

    @Test
    @Clause("P-2.2")
    @DisplayName("earliest of whatever incarnation is there, while nothing has come of another")
    void earliestOfAnother() {
      Position position = from(new StartPoint.Earliest());
      position.hello(hello(5, T5));
      position.connecting();
      Epoch made = new Epoch("e2");
      position.hello(
          new Hello("S", made, List.of(">"), 1L, 1, 0, null, Duration.ofSeconds(15), "x"));
      position.arrived(1, T6);
      assertThat(position.next()).isEqualTo(after(1, made, T6));
    }

    @Test
    @Clause("P-2.2")
    @DisplayName("what follows an idle stream's end, once that has been reached from earliest")
    void earliestCaughtUp() {
      Position position = from(new StartPoint.Earliest());
      position.hello(hello(5, null));
      position.proved(5, T5);
      assertThat(position.next()).isEqualTo(after(5, EPOCH, T5));
    }

    @Test
    @Clause("P-2.4")
    @DisplayName("no time but that of the event at exactly its sequence")
    void time() {
      Position position = from(after(5, null, null));
      position.hello(hello(5, null));
      position.arrived(6, T6);
      position.arrived(7, null);
      assertThat(position.next()).isEqualTo(after(7, EPOCH, null));
      position.proved(7, T6);
      assertThat(position.next()).isEqualTo(after(7, EPOCH, T6));
      position.proved(9, null);
      assertThat(position.next()).isEqualTo(after(9, EPOCH, null));
    }

    @Test
    @Clause("P-2.4")
    @DisplayName("the time that it already knows, where a bookmark repeats the number without one")
    void keepsTime() {
      Position position = from(after(5, EPOCH, T5));
      position.hello(hello(5, null));
      position.proved(5, null);
      assertThat(position.next()).isEqualTo(after(5, EPOCH, T5));
    }
  }

  @Nested
  @DisplayName("advances")
  class Advances {
    private final Position position = from(after(5, EPOCH, T5));

    @Test
    @Clause({"P-6.4", "P-5.3"})
    @DisplayName("with events, skipped messages and the server's words")
    void forward() {
      position.hello(hello(5, T5));
      assertThat(position.progressed()).isFalse();
      position.arrived(8, T6);
      assertThat(position.sequence()).isEqualTo(8);
      position.proved(20, null);
      assertThat(position.sequence()).isEqualTo(20);
      assertThat(position.progressed()).isTrue();
    }

    @Test
    @Clause("P-6.2")
    @DisplayName("with a hello that already proves more")
    void hello_() {
      position.hello(hello(7, T6));
      assertThat(position.next()).isEqualTo(after(7, EPOCH, T6));
    }

    @Test
    @DisplayName("and never goes back: an older bookmark says nothing new")
    void olderBookmark() {
      position.hello(hello(5, T5));
      position.arrived(8, T6);
      position.proved(6, T5);
      assertThat(position.next()).isEqualTo(after(8, EPOCH, T6));
    }
  }

  @Nested
  @DisplayName("holds the server to its contract:")
  class Breaches {
    private final Position position = from(after(5, EPOCH, T5));

    @Test
    @Clause("P-5.4")
    @DisplayName("an event that comes again is a breach")
    void repeat() {
      position.hello(hello(5, T5));
      position.arrived(6, T6);
      assertThatThrownBy(() -> position.arrived(6, T6))
          .isInstanceOf(ContractBreach.class)
          .hasMessage("seq 6 found after 6, expected to rise strictly");
    }

    @Test
    @Clause("P-5.4")
    @DisplayName("an event that was already applied before this connection is a breach")
    void repeatAcross() {
      position.hello(hello(5, T5));
      assertThatThrownBy(() -> position.arrived(5, T5)).isInstanceOf(ContractBreach.class);
    }

    @Test
    @Clause("P-6.4")
    @DisplayName("an event below a bookmark is a breach")
    void belowBookmark() {
      position.hello(hello(5, T5));
      position.proved(20, null);
      assertThatThrownBy(() -> position.arrived(19, T6)).isInstanceOf(ContractBreach.class);
    }

    @Test
    @Clause("P-6.2")
    @DisplayName("delivery from before the cursor is a breach")
    void earlier() {
      assertThatThrownBy(() -> position.hello(hello(4, null))).hasMessageContaining("after 5");
    }

    @Test
    @Clause("P-4.3")
    @DisplayName("another incarnation or another stream without a 4410 is a breach")
    void other() {
      Position elsewhere = new Position(after(5, new Epoch("e0"), null), null, null);
      assertThatThrownBy(() -> elsewhere.hello(hello(5, null))).hasMessageContaining("e0");
      Position named = new Position(after(5, null, null), null, "T");
      assertThatThrownBy(() -> named.hello(hello(5, null))).hasMessageContaining("'T'");
    }

    @Test
    @Clause("P-6.2")
    @DisplayName("anything about the stream before hello, and a second hello, are breaches")
    void greeting() {
      position.connecting();
      assertThatThrownBy(() -> position.proved(6, null)).hasMessageContaining("before hello");
      assertThatThrownBy(() -> position.arrived(6, null)).hasMessageContaining("before hello");
      position.hello(hello(5, T5));
      assertThatThrownBy(() -> position.hello(hello(5, T5))).hasMessageContaining("second hello");
    }
  }
}
