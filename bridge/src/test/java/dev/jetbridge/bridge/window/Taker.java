package dev.jetbridge.bridge.window;

/** A member who takes whatever he is offered, and counts it. */
final class Taker implements Member<CountedBurst> {
  long events;
  long bytes;

  @Override
  public boolean offer(CountedBurst burst) {
    events += burst.events();
    bytes += burst.bytes();
    return true;
  }

  @Override
  public void fellBehind(long position) {
    throw new IllegalStateException("fell behind at " + position + ", expected to keep up");
  }

  @Override
  public void tailMoved() {
    // Did not ask.
  }
}
