package dev.jetbridge.bridge.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.bridge.protocol.Coding;
import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.SubjectFilters;
import dev.jetbridge.testkit.Allocations;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A fan-out allocates")
class FanoutAllocationTest {
  private static final int EVENTS = 64;
  private static final int BURST_BYTES = 1 << 20;

  private final Window window = new Window(1 << 10, 1 << 30);
  private final Frames frames = SampleEvents.entry(1).frames();
  private final Taker taker = new Taker();
  private long sequence;

  @Test
  @DisplayName("nothing for a delivery")
  void deliveries() {
    long few = bytesOfRun(fanout(10, SubjectFilters.ALL));
    long many = bytesOfRun(fanout(1_000, SubjectFilters.ALL));

    assertThat(many - few).as("bytes of %d deliveries more", 990 * EVENTS).isZero();
    assertThat(taker.events).isPositive();
  }

  @Test
  @DisplayName("nothing for an event but its burst")
  void events() {
    assertThat(bytesOfRun(fanout(10, SubjectFilters.ALL)))
        .as("bytes of a run over %d events", EVENTS)
        .isEqualTo(Allocations.of(CountedBurst::new));
  }

  @Test
  @DisplayName("nothing for an event that none of its filters match")
  void otherEvents() {
    Fanout<CountedBurst> fanout = fanout(10, SubjectFilters.of("cellos.events.other.>"));
    for (int i = 0; i < 500; i++) {
      fanout.join(taker, SubjectFilters.of("cellos.*.t-" + i + ".>"), Coding.PLAIN);
    }
    assertThat(bytesOfRun(fanout)).as("bytes of a run over %d events", EVENTS).isZero();
    assertThat(taker.events).isZero();
  }

  private Fanout<CountedBurst> fanout(int members, SubjectFilters filters) {
    window.replace(0, Epoch.of("EVENTS", Instant.EPOCH));
    sequence = 0;
    Fanout<CountedBurst> fanout = new Fanout<>(window, CountedBurst::new, BURST_BYTES);
    for (int i = 0; i < members; i++) {
      fanout.join(taker, filters, Coding.V1);
    }
    return fanout;
  }

  /** Of a run alone: the events are in the window before. */
  private long bytesOfRun(Fanout<CountedBurst> fanout) {
    List<Long> bytes = new ArrayList<>();
    for (int run = 0; run < 6; run++) {
      for (int i = 0; i < EVENTS; i++) {
        window.append(SampleEvents.entry(++sequence, frames));
      }
      bytes.add(Allocations.once(() -> fanout.run(EVENTS + 1)));
    }
    // The JVM may load or link something in between.
    return Collections.min(bytes);
  }
}
