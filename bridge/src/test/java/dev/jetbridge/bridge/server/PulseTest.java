package dev.jetbridge.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.bridge.protocol.CloseReason;
import dev.jetbridge.bridge.session.Liveness;
import dev.jetbridge.stream.Loop;
import dev.jetbridge.testkit.Clause;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The pulse of a client whose socket takes nothing")
class PulseTest {
  private static final Duration HEARTBEAT = Duration.ofSeconds(25);
  private static final Duration SEND_TIMEOUT = Duration.ofSeconds(50);

  private final Turned loop = new Turned();
  private final EmbeddedChannel channel = new Full();
  private final List<CloseReason> closes = new ArrayList<>();
  private final Outbox outbox =
      new Outbox(channel, loop, new Uncounted(), () -> {}, () -> pulse().watch());
  private final Pulse pulse =
      new Pulse(
          channel,
          loop,
          new Farewell(channel, outbox, SEND_TIMEOUT),
          outbox,
          new Liveness(HEARTBEAT, SEND_TIMEOUT, HEARTBEAT, loop.nanos()),
          closes::add,
          channel::close);

  private Pulse pulse() {
    return pulse;
  }

  @AfterEach
  void release() {
    pulse.cancel();
    channel.close();
  }

  @Test
  @Clause("P-7.2")
  @DisplayName("is felt a few times until the send timeout, told once, and felt no more")
  void isLetGo() {
    pulse.begin();
    outbox.event(new byte[1_000], Instant.EPOCH);
    loop.pass(SEND_TIMEOUT.plusSeconds(10));
    assertThat(closes).containsExactly(CloseReason.SEND_TIMEOUT);
    int looks = loop.ran;
    assertThat(looks).as("tasks until the end").isLessThan(20);
    loop.pass(HEARTBEAT.multipliedBy(2));
    assertThat(loop.ran).isEqualTo(looks);
    assertThat(channel.isOpen()).as("left to the farewell, which has a deadline").isTrue();
  }

  /** A channel that keeps all that is written. */
  private static final class Full extends EmbeddedChannel {
    @Override
    protected void doWrite(ChannelOutboundBuffer in) {
      // It stays where it is.
    }
  }

  /** Time that passes when told to. */
  private static final class Turned implements Loop {
    private static final int ENDLESS = 10_000;

    private final PriorityQueue<Due> tasks =
        new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingInt(Due::order));
    private long nanos = System.nanoTime();
    private int given;
    private int ran;

    private record Due(long at, int order, Runnable work) {}

    void pass(Duration span) {
      long end = nanos + span.toNanos();
      for (Due next = tasks.peek(); next != null && next.at <= end; next = tasks.peek()) {
        tasks.remove(next);
        nanos = Math.max(nanos, next.at);
        assertThat(++ran).as("tasks run, without end as it seems").isLessThan(ENDLESS);
        next.work.run();
      }
      nanos = end;
    }

    @Override
    public void execute(Runnable task) {
      var unused = after(Duration.ZERO, task);
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
      Due due = new Due(nanos + Math.max(0, delay.toNanos()), given++, task);
      tasks.add(due);
      return () -> tasks.remove(due);
    }

    @Override
    public Instant now() {
      return Instant.EPOCH.plusNanos(nanos);
    }

    @Override
    public long nanos() {
      return nanos;
    }
  }
}
