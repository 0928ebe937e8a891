package dev.jetbridge.bridge.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.bridge.log.Redaction;
import dev.jetbridge.config.Secret;
import dev.jetbridge.stream.BrokerEvent;
import dev.jetbridge.stream.BrokerEvent.Kind;
import dev.jetbridge.stream.BrokerEvent.Party;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The ring of events")
class EventRingTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  private final List<Occurrence> recorded = new ArrayList<>();
  private final EventRing ring =
      new EventRing(4, Redaction.knowing(List.of(new Secret("hunter2")))::apply, recorded::add);

  private void happened(int second, String connection, Kind kind, String cause) {
    ring.happened(
        new BrokerEvent(NOON.plusSeconds(second), connection, second, kind, Party.NETWORK, cause));
  }

  @Test
  @DisplayName("counts what comes again on a connection, whatever the others do meanwhile")
  void counts() {
    for (int second = 0; second < 100; second++) {
      happened(second, "tail", Kind.UNREACHABLE, "attempt " + second);
      happened(second, "replay", Kind.UNREACHABLE, "attempt " + second);
    }

    assertThat(ring.entries()).hasSize(2);
    Occurrence tail = ring.entries().getFirst();
    assertThat(tail.first()).isEqualTo(NOON);
    assertThat(tail.last()).isEqualTo(NOON.plusSeconds(99));
    assertThat(tail.count()).isEqualTo(100);
    assertThat(tail.event().cause()).isEqualTo("attempt 99");
    assertThat(tail.event().client()).isEqualTo(99);
  }

  @Test
  @DisplayName("keeps apart what something else or a while lies between")
  void apart() {
    happened(0, "tail", Kind.DISCONNECTED, "");
    happened(1, "tail", Kind.RECONNECTED, "");
    happened(2, "tail", Kind.DISCONNECTED, "");
    happened(33, "tail", Kind.DISCONNECTED, "");
    assertThat(ring.entries()).extracting(Occurrence::count).containsExactly(1, 1, 1, 1);
  }

  @Test
  @DisplayName("lets the oldest go when full, and says how many")
  void full() {
    for (int second = 0; second < 10; second++) {
      happened(second, "tail", second % 2 == 0 ? Kind.DISCONNECTED : Kind.RECONNECTED, "");
    }
    assertThat(ring.entries())
        .extracting(Occurrence::first)
        .containsExactly(
            NOON.plusSeconds(6), NOON.plusSeconds(7), NOON.plusSeconds(8), NOON.plusSeconds(9));
    assertThat(ring.forgotten()).isEqualTo(6);
  }

  @Test
  @DisplayName("forgets the newest of a quiet connection with it")
  void quietConnection() {
    happened(0, "replay", Kind.UNREACHABLE, "");
    for (int second = 1; second < 5; second++) {
      happened(second, "tail", second % 2 == 0 ? Kind.DISCONNECTED : Kind.RECONNECTED, "");
    }
    happened(5, "replay", Kind.UNREACHABLE, "");
    assertThat(ring.entries().getLast().count()).isEqualTo(1);
    assertThat(ring.entries()).hasSize(4);
  }

  @Test
  @DisplayName("hands on each entry, and again at 10, 100 and so on")
  void handsOn() {
    for (int i = 0; i < 250; i++) {
      happened(i / 100, "tail", Kind.CONSUMER_LOST, "");
    }
    assertThat(recorded).extracting(Occurrence::count).containsExactly(1, 10, 100);
  }

  @Test
  @DisplayName("holds no secret, known or by its shape")
  void redacted() {
    happened(0, "tail", Kind.REFUSED, "nats://me:hunter2@broker: token=abcdefg, hunter2");
    happened(1, "tail", Kind.REFUSED, "SUACSSL3UAHUDXKFSNVUZRF5UHPMWZ6BFDTJ7M6USDXIEDNPPQYYYCU3VY");
    assertThat(ring.entries().toString() + recorded)
        .doesNotContain("hunter2", "abcdefg", "SUACSSL3")
        .contains(Secret.MASK);
  }
}
