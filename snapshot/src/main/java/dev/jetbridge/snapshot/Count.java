package dev.jetbridge.snapshot;

import java.util.concurrent.atomic.AtomicLong;

/** A number that one thread counts up and any reads. */
final class Count {
  private final AtomicLong number = new AtomicLong();

  // One writer: no read-modify-write has to be atomic.
  void up() {
    number.setOpaque(number.getPlain() + 1);
  }

  long get() {
    return number.getOpaque();
  }
}
