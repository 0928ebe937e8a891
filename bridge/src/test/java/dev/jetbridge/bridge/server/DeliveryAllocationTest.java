package dev.jetbridge.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.bridge.metrics.DeliveryMeters;
import dev.jetbridge.bridge.metrics.Metrics;
import dev.jetbridge.testkit.Allocations;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ResourceLeakDetector;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A burst that is handed to a socket and counted")
class DeliveryAllocationTest {
  private static final int DELIVERIES = 1_000;

  private final ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();
  private final EmbeddedChannel channel = new EmbeddedChannel(new Sink());
  private final Metrics metrics = new Metrics();
  private final Outbox outbox =
      new Outbox(
          channel,
          new NettyLoop(channel.eventLoop()),
          new DeliveryMeters(metrics, Clock.systemUTC()),
          () -> {},
          () -> {});

  @BeforeEach
  void stopTracing() {
    // A traced buffer keeps a record of each touch.
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
  }

  @AfterEach
  void release() {
    ResourceLeakDetector.setLevel(level);
    channel.finishAndReleaseAll();
    metrics.close();
  }

  @Test
  @DisplayName("allocates nothing beyond what Netty does to write it")
  void allocatesNothing() {
    ByteBuf buffer = PooledByteBufAllocator.DEFAULT.buffer(4096);
    SharedBurst burst = new SharedBurst(buffer);
    burst.add(new byte[300], Instant.now());

    long netty = Allocations.of(() -> repeat(() -> writeBare(buffer)));
    long ours = Allocations.of(() -> repeat(() -> assertThatTaken(outbox.burst(burst))));
    burst.release();

    // The wall clock is read once a second.
    assertThat(ours - netty).as("bytes of %d deliveries", DELIVERIES).isLessThan(200);
  }

  private void writeBare(ByteBuf buffer) {
    channel.write(buffer.retainedDuplicate(), channel.voidPromise());
    channel.flush();
  }

  private static void assertThatTaken(boolean taken) {
    if (!taken) {
      throw new AssertionError("refusal found, expected the burst to be taken");
    }
  }

  private static void repeat(Runnable work) {
    for (int i = 0; i < DELIVERIES; i++) {
      work.run();
    }
  }
}
