package dev.jetbridge.loadtest.crowd;

import io.netty.channel.Channel;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How a viewer treats its connection. One a viewer, on its event loop only. */
final class Pacing {
  private static final long READ_EVERY_MILLIS = 100;
  private static final int USUAL_READ = 32 << 10;

  private final Cohort cohort;
  private final long bytesPerSecond;
  private final long dropEveryMillis;
  private boolean released;

  Pacing(Cohort cohort, long bytesPerSecond, long dropEveryMillis) {
    this.cohort = cohort;
    this.bytesPerSecond = bytesPerSecond;
    this.dropEveryMillis = dropEveryMillis;
  }

  /** A feed is open. */
  void opened(Channel channel, Viewer viewer) {
    if (released) {
      return;
    }
    switch (cohort) {
      case STEADY, REPLAY -> {
        // Reads at once whatever comes.
      }
      case SLOW -> {
        channel.config().setAutoRead(false);
        long turn = Math.max(1, bytesPerSecond * READ_EVERY_MILLIS / 1_000);
        channel.config().setRecvByteBufAllocator(reading((int) Math.min(turn, USUAL_READ), 1));
        if (bytesPerSecond > 0) {
          readLater(channel);
        }
      }
      case FLAKY -> dropLater(channel, viewer);
    }
  }

  /** How connections read that nobody slows down. */
  static RecvByteBufAllocator usualReading() {
    return reading(USUAL_READ, 16);
  }

  private static RecvByteBufAllocator reading(int bytes, int timesATurn) {
    return new FixedRecvByteBufAllocator(bytes).maxMessagesPerRead(timesATurn);
  }

  private void readLater(Channel channel) {
    // Fewer bytes than one to a turn: longer turns.
    long every = Math.max(READ_EVERY_MILLIS, 1_000 / bytesPerSecond);
    channel
        .eventLoop()
        .schedule(
            () -> {
              if (channel.isActive() && !released) {
                channel.read();
                readLater(channel);
              }
            },
            every,
            TimeUnit.MILLISECONDS);
  }

  private void dropLater(Channel channel, Viewer viewer) {
    // Exponentially distributed, as what happens by chance is.
    double millis = -Math.log(1 - ThreadLocalRandom.current().nextDouble()) * dropEveryMillis;
    channel
        .eventLoop()
        .schedule(
            () -> {
              if (channel.isActive() && !released) {
                viewer.cut(0, -1);
              }
            },
            Math.max(1, (long) millis),
            TimeUnit.MILLISECONDS);
  }

  void release(@Nullable Channel channel) {
    released = true;
    if (channel != null && cohort == Cohort.SLOW) {
      channel.config().setRecvByteBufAllocator(usualReading());
      channel.config().setAutoRead(true);
    }
  }
}
