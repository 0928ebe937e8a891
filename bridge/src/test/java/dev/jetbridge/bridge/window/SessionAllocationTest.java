package dev.jetbridge.bridge.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.bridge.protocol.Coding;
import dev.jetbridge.bridge.session.Session;
import dev.jetbridge.stream.Cursor;
import dev.jetbridge.stream.StartPoint;
import dev.jetbridge.stream.SubjectFilters;
import dev.jetbridge.testkit.Allocations;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A session that reads the window for itself allocates")
class SessionAllocationTest {
  private static final int FEW = 10;
  private static final int MANY = 200;

  private final Window window = new Window(1 << 10, 1 << 30);
  private final Frames frames = SampleEvents.entry(1).frames();
  private final Viewer viewer = new Viewer(window);
  private long sequence;

  @ParameterizedTest
  @ValueSource(strings = {">", "cellos.events.other.>"})
  @DisplayName("nothing for an event, whether it is for him or not")
  void events(String filter) {
    window.replace(0, Viewer.EPOCH);
    Session session =
        new Session(
            new Session.Request(
                "test",
                new StartPoint.After(new Cursor(0, Viewer.EPOCH, null)),
                SubjectFilters.of(filter),
                Coding.V1),
            viewer.feed(),
            viewer,
            viewer,
            viewer);
    session.begin();
    leastBytes(session, FEW);

    long few = leastBytes(session, FEW);
    long many = leastBytes(session, MANY);

    assertThat(many - few).as("bytes of %d events more", MANY - FEW).isZero();
    assertThat(session.position()).isEqualTo(sequence);
    assertThat(viewer.events).isEqualTo(filter.equals(">") ? sequence : 0);
  }

  /** Of reading alone: the events are in the window before. */
  private long leastBytes(Session session, int events) {
    long least = Long.MAX_VALUE;
    for (int run = 0; run < 6; run++) {
      for (int i = 0; i < events; i++) {
        window.append(SampleEvents.entry(++sequence, frames));
      }
      long from = sequence - events;
      least = Math.min(least, Allocations.once(() -> session.fellBehind(from)));
    }
    return least;
  }
}
