package dev.jetbridge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.stream.Delivery.PullEnded.End;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A replay is supplied")
class SupplyTest {
  private final List<String> asked = new ArrayList<>();
  private final Pulls pulls = new Pulls(8, 1000);
  private final Replay replay =
      new Replay() {
        @Override
        public void pull(int messages, int maxBytes) {
          asked.add(messages + " of " + maxBytes);
        }

        @Override
        public void close() {}
      };

  @Test
  @DisplayName("with a batch at first, and no more until half of it has come")
  void first() {
    pulls.ask(replay, 0);
    arrived(3);
    pulls.ask(replay, 0);

    assertThat(asked).containsExactly("8 of 1000");
  }

  @Test
  @DisplayName("before all that came is handed over, so that the next is there in time")
  void ahead() {
    pulls.ask(replay, 0);
    arrived(8);
    pulls.ask(replay, 5);
    assertThat(asked).hasSize(1);

    pulls.ask(replay, 4);

    assertThat(asked).containsExactly("8 of 1000", "8 of 1000");
  }

  @Test
  @DisplayName("with what fills up a batch where part of it is under way")
  void part() {
    pulls.ask(replay, 0);
    arrived(6);
    pulls.ask(replay, 0);

    assertThat(asked).containsExactly("8 of 1000", "6 of 1000");
  }

  @Test
  @DisplayName("again where a pull ended with less")
  void ended() {
    pulls.ask(replay, 0);
    pulls.arrived(List.of(new Delivery.PullEnded(8, End.EXPIRED)));
    pulls.ask(replay, 0);

    assertThat(asked).containsExactly("8 of 1000", "8 of 1000");
  }

  @Test
  @DisplayName("with one alone, without a bound, where it is above the bound")
  void tooLarge() {
    pulls.ask(replay, 0);
    pulls.arrived(List.of(new Delivery.PullEnded(8, End.TOO_LARGE)));
    pulls.ask(replay, 0);
    arrived(1);
    pulls.ask(replay, 0);

    assertThat(asked).containsExactly("8 of 1000", "1 of 0", "8 of 1000");
  }

  private void arrived(int messages) {
    StreamMessage message = new StreamMessage(1, "s", Instant.EPOCH, Map.of(), new byte[0]);
    pulls.arrived(Collections.nCopies(messages, new Delivery.Message(message, 1, 0)));
  }
}
