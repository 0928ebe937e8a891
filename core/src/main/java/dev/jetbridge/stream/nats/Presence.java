package dev.jetbridge.stream.nats;

import dev.jetbridge.stream.StreamSource.ConnectionListener;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the broker is there, and who is told. Listeners are called in order, on the executor. */
final class Presence {
  private static final Logger LOG = LoggerFactory.getLogger(Presence.class);

  private final List<ConnectionListener> listeners = new ArrayList<>();
  private final Executor executor;
  private @Nullable Instant lostSince;

  /**
   * @param executor runs one task at a time
   * @param since when the broker began to be missed
   */
  Presence(Executor executor, Instant since) {
    this.executor = executor;
    this.lostSince = since;
  }

  synchronized void add(ConnectionListener listener) {
    listeners.add(listener);
    tell(List.of(listener), lostSince);
  }

  synchronized void found() {
    lostSince = null;
    tell(listeners, null);
  }

  synchronized void lost(Instant since) {
    if (lostSince == null) {
      lostSince = since;
      tell(listeners, since);
    }
  }

  private void tell(List<ConnectionListener> told, @Nullable Instant since) {
    for (ConnectionListener listener : told) {
      try {
        executor.execute(() -> {
          if (since == null) {
            listener.connected();
          } else {
            listener.disconnected(since);
          }
        });
      } catch (RejectedExecutionException e) {
        LOG.debug("the source is closed, its listeners are told no more", e);
      }
    }
  }
}
