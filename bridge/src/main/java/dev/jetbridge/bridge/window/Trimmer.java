package dev.jetbridge.bridge.window;

import dev.jetbridge.stream.Loop;
import dev.jetbridge.stream.StreamFailure;
import dev.jetbridge.stream.StreamSource;
import dev.jetbridge.stream.StreamState;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lets the window follow the stream's first sequence, and its entries go by age, so that nothing
 * which retention or a purge removed is served for long. For the tail's loop.
 */
final class Trimmer {
  private final StreamSource source;
  private final Window window;
  private final TailPace pace;
  private final Loop loop;
  private final Tail tail;
  private boolean asking;
  private boolean closed;

  Trimmer(StreamSource source, Window window, TailPace pace, Loop loop, Tail tail) {
    this.source = source;
    this.window = window;
    this.pace = pace;
    this.loop = loop;
    this.tail = tail;
  }

  void begin() {
    loop.after(pace.trimInterval(), this::look);
  }

  void close() {
    closed = true;
  }

  private void look() {
    if (closed) {
      return;
    }
    begin();
    window.expire(loop.now().minus(pace.maxAge()));
    if (!asking && tail.isReading()) {
      ask();
    }
  }

  private void ask() {
    asking = true;
    int attempt = tail.attempt();
    // The head before the read: what the tail reads meanwhile says nothing about it.
    long head = window.head();
    source
        .state()
        .whenCompleteAsync(
            (state, thrown) -> {
              asking = false;
              if (!closed && attempt == tail.attempt()) {
                answered(head, state, thrown);
              }
            },
            loop);
  }

  private void answered(long head, @Nullable StreamState state, @Nullable Throwable thrown) {
    if (state != null) {
      tail.looked(head, state);
    } else {
      tail.lookFailed(StreamFailure.of(Objects.requireNonNull(thrown)));
    }
  }
}
