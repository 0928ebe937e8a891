package dev.jetbridge.bridge.window;

import dev.jetbridge.stream.Loop;
import dev.jetbridge.stream.StreamSource;

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
    loop.then(
        source.state(),
        state -> answered(attempt, () -> tail.looked(head, state)),
        failure -> answered(attempt, () -> tail.lookFailed(failure)));
  }

  private void answered(int attempt, Runnable answer) {
    asking = false;
    if (!closed && attempt == tail.attempt()) {
      answer.run();
    }
  }
}
