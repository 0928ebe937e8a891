package dev.jetbridge.bridge.app;

import dev.jetbridge.stream.StreamSource;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether the connection that replays are read over stands. Any thread may ask. */
final class ReplayConnection implements StreamSource.ConnectionListener {
  private volatile @Nullable Instant downSince = Instant.now();

  @Override
  public void connected() {
    downSince = null;
  }

  @Override
  public void disconnected(Instant since) {
    downSince = since;
  }

  /** Since when it is down, null while it stands. */
  @Nullable Instant downSince() {
    return downSince;
  }
}
