package dev.jetbridge.testkit;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a {@link FaultProxy} does to the bytes of one direction. All can be set at any time and hold
 * at once for what has not passed yet, on open connections and new ones. Any thread may call.
 */
public final class Faults {
  private final Set<Pace> paces = ConcurrentHashMap.newKeySet();
  private volatile long bytesPerSecond = Pace.UNLIMITED;
  private volatile Duration latency = Duration.ZERO;
  private volatile int sliceSize = Integer.MAX_VALUE;
  private volatile Duration slicePause = Duration.ZERO;
  private volatile boolean dropping;
  private volatile boolean closesKept;

  Faults() {}

  /** Each byte arrives this much later; their order and rate stay. */
  public Faults latency(Duration delay) {
    latency = delay;
    return this;
  }

  /** At most this many bytes a second on each connection; 0 is {@link #blackhole()}. */
  public Faults bandwidth(long rate) {
    bytesPerSecond = rate;
    paces.forEach(pace -> pace.set(rate));
    return this;
  }

  /**
   * Nothing passes and nothing is read: the sender's buffers fill, as before a peer that does not
   * read. What has come so far passes once this is lifted.
   */
  public Faults blackhole() {
    return bandwidth(0);
  }

  /**
   * All is read and nothing arrives: the sender's writes succeed, for ever. What is dropped is lost
   * to the stream of bytes; a connection is of no more use afterwards.
   */
  public Faults drop(boolean drop) {
    dropping = drop;
    return this;
  }

  /** Bytes arrive in pieces of at most {@code size}, with a pause after each. */
  public Faults slice(int size, Duration pause) {
    sliceSize = size;
    slicePause = pause;
    return this;
  }

  /** That the sender has closed is not passed on: the receiver is left half-open. */
  public Faults keepCloses(boolean keep) {
    closesKept = keep;
    return this;
  }

  /** Takes all faults away. */
  public Faults clear() {
    latency(Duration.ZERO).bandwidth(Pace.UNLIMITED).drop(false).keepCloses(false);
    return slice(Integer.MAX_VALUE, Duration.ZERO);
  }

  /** Sets the rate of {@code pace} now and whenever it changes. */
  void govern(Pace pace) {
    paces.add(pace);
    pace.set(bytesPerSecond);
  }

  void release(Pace pace) {
    paces.remove(pace);
  }

  Duration latency() {
    return latency;
  }

  int sliceSize() {
    return sliceSize;
  }

  Duration slicePause() {
    return slicePause;
  }

  boolean isDropping() {
    return dropping;
  }

  boolean keepsCloses() {
    return closesKept;
  }
}
