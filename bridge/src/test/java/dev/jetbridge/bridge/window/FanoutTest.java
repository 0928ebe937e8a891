package dev.jetbridge.bridge.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.bridge.protocol.Coding;
import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.SubjectFilters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A fan-out")
class FanoutTest {
  private static final int BURST_BYTES = 1_000;

  private final Window window = new Window(100, 1 << 20);
  private final Viewer viewer = new Viewer();
  private Fanout<BoundedBurst> fanout = new Fanout<>(window, BoundedBurst::new, BURST_BYTES);

  @BeforeEach
  void fill() {
    window.replace(0, Epoch.of("EVENTS", Instant.EPOCH));
    fanout = new Fanout<>(window, BoundedBurst::new, BURST_BYTES);
    viewer.place = fanout.join(viewer, SubjectFilters.ALL, Coding.PLAIN);
  }

  @Test
  @DisplayName("sends its members to read for themselves what is larger than a burst may be")
  void largerThanBurst() {
    append(1, 400);
    append(2, 1_001);
    fanout.run(100);
    assertThat(viewer.taken).containsExactly(400);
    assertThat(viewer.behindAt).isEqualTo(1);
    assertThat(fanout.members()).isZero();
  }

  @Test
  @DisplayName("puts no more into a burst than it may hold")
  void burstsAreViewer() {
    for (int i = 1; i <= 10; i++) {
      append(i, 300);
    }
    fanout.run(100);
    assertThat(viewer.taken).containsExactly(900, 900, 900, 300);
    assertThat(viewer.behindAt).isNull();
  }

  @Test
  @DisplayName("whose only member ends while he is served has nobody left, and no place for him")
  void endsWhileServed() {
    viewer.leaving = true;
    for (int i = 1; i <= 10; i++) {
      append(i, 300);
    }
    fanout.run(100);
    assertThat(fanout.members()).isZero();
    assertThat(viewer.taken).isEmpty();
    assertThat(fanout.reached()).isEqualTo(10);
  }

  @Test
  @DisplayName("tells nobody who is gone that it has moved")
  void forgets() {
    fanout.tellWhenMoved(viewer);
    fanout.forget(viewer);
    append(1, 300);
    fanout.run(100);
    assertThat(viewer.moves).isZero();
  }

  @Test
  @DisplayName("that was cleared owes nothing, and begins at the head")
  void cleared() {
    viewer.failing = true;
    append(1, 300);
    try {
      fanout.run(100);
    } catch (IllegalStateException expected) {
      viewer.failing = false;
    }
    fanout.clear();
    append(2, 300);
    assertThat(fanout.run(100)).isFalse();
    assertThat(viewer.taken).containsExactly(300);
  }

  private void append(long sequence, int bytes) {
    window.append(new Entry(sequence, "t.a", Instant.EPOCH, new Fixed(bytes)));
  }

  /** Frames of one size in every format. */
  private record Fixed(int bytes) implements Frames {
    @Override
    public byte[] in(Coding coding) {
      return new byte[bytes];
    }

    @Override
    public boolean isEvent() {
      return true;
    }

    @Override
    public int retainedBytes() {
      return bytes;
    }
  }

  /** Refuses to hold more than it may, as a buffer of bounded capacity does. */
  private static final class BoundedBurst implements Burst {
    private int bytes;

    @Override
    public void add(byte[] frame, @Nullable Instant published) {
      if (bytes + frame.length > BURST_BYTES) {
        throw new IndexOutOfBoundsException("more than a burst holds");
      }
      bytes += frame.length;
    }

    @Override
    public int bytes() {
      return bytes;
    }

    @Override
    public void release() {}
  }

  /** Takes what it is offered, unless told to fail or to leave. */
  private static final class Viewer implements Member<BoundedBurst> {
    final List<Integer> taken = new ArrayList<>();
    @Nullable Long behindAt;
    Fanout.@Nullable Membership place;
    boolean failing;
    boolean leaving;
    int moves;

    @Override
    public boolean offer(BoundedBurst burst) {
      if (failing) {
        throw new IllegalStateException("planted");
      }
      if (leaving && place != null) {
        place.leave();
        return false;
      }
      taken.add(burst.bytes());
      return true;
    }

    @Override
    public void fellBehind(long position) {
      behindAt = position;
    }

    @Override
    public void tailMoved() {
      moves++;
    }
  }
}
