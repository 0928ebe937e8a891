package dev.jetbridge.bridge.window;

/**
 * Someone level with a fan-out: what the fan-out has handed out, he has been handed. Called on the
 * fan-out's thread.
 *
 * @param <B> the bursts that he can write
 */
public interface Member<B extends Burst> {
  /** Takes a burst whole, or refuses it whole where he has no room for it. */
  boolean offer(B burst);

  /**
   * He has refused a burst, or the window has overrun the fan-out: he is no member any more, and
   * has been handed everything up to {@code position}. Must not join again within this call.
   */
  void fellBehind(long position);

  /** The fan-out has moved on since he asked to be told. */
  void tailMoved();
}
