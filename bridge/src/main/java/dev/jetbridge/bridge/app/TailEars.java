package dev.jetbridge.bridge.app;

import dev.jetbridge.bridge.window.TailListener;
import dev.jetbridge.bridge.window.Upstream;
import dev.jetbridge.stream.StreamState;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everyone who hears of the tail, in the order in which they came; and the log. */
final class TailEars implements TailListener {
  private static final Logger LOG = LoggerFactory.getLogger("dev.jetbridge.tail");

  private final List<TailListener> listeners = new CopyOnWriteArrayList<>();

  void add(TailListener listener) {
    listeners.add(listener);
  }

  @Override
  public void found(StreamState state) {
    LOG.info(
        "Stream {} found: epoch {}, sequences {} to {}",
        state.stream(),
        state.epoch().value(),
        state.firstSequence(),
        state.lastSequence());
    if (state.shape().derived()) {
      LOG.warn(
          "Stream {} is a mirror or has sources: what never came to it from there is not told as"
              + " lost",
          state.stream());
    }
    listeners.forEach(listener -> listener.found(state));
  }

  @Override
  public void moved() {
    listeners.forEach(TailListener::moved);
  }

  @Override
  public long handOverNanos() {
    long longest = 0;
    for (TailListener listener : listeners) {
      longest = Math.max(longest, listener.handOverNanos());
    }
    return longest;
  }

  @Override
  public void upstream(Upstream upstream) {
    if (!upstream.reading()) {
      LOG.warn("The stream is not read: {}", upstream.fault());
    } else if (upstream.filled()) {
      LOG.info("The stream is read and the window is filled");
    }
    listeners.forEach(listener -> listener.upstream(upstream));
  }

  @Override
  public void replaced() {
    LOG.error("The stream is another one: every session of the earlier one ends with 4410");
    listeners.forEach(TailListener::replaced);
  }

  @Override
  public void rebuilding(String why) {
    LOG.debug("The tail opens another consumer: {}", why);
    listeners.forEach(listener -> listener.rebuilding(why));
  }

  @Override
  public void reset(ResetCause cause) {
    switch (cause) {
      case RETENTION ->
          LOG.warn("The window was emptied: events left the stream before the tail had read them");
      case REPLACED, REQUESTED -> LOG.info("The window was emptied: {}", cause);
    }
    listeners.forEach(listener -> listener.reset(cause));
  }
}
