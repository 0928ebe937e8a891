package dev.jetbridge.loadtest.measure;

import java.util.Arrays;
import org.HdrHistogram.Histogram;

/**
 * When each event of a fan-out reached the first viewer and the last, for the first {@value #LIMIT}
 * events measured. One thread; spreads of several threads and processes can be joined.
 */
public final class Spread {
  /** Events kept, 16 bytes each. */
  public static final int LIMIT = 1 << 20;

  private long base = -1;
  private long[] first = {};
  private long[] last = {};

  /** An event with this sequence has reached a viewer. */
  public void reached(long seq, long time) {
    if (base < 0) {
      base = seq;
    }
    long index = seq - base;
    if (index < 0 || index >= LIMIT) {
      return;
    }
    int at = (int) index;
    if (at >= first.length) {
      grow(at + 1);
    }
    if (first[at] == 0 || time < first[at]) {
      first[at] = time;
    }
    if (time > last[at]) {
      last[at] = time;
    }
  }

  /** Takes over what another has seen. */
  public void join(Spread other) {
    for (int at = 0; at < other.first.length; at++) {
      if (other.first[at] != 0) {
        rebase(other.base);
        reached(other.base + at, other.first[at]);
        reached(other.base + at, other.last[at]);
      }
    }
  }

  /** What has been seen: the first sequence, then first and last time by turns. */
  public long[] packed() {
    long[] packed = new long[1 + 2 * first.length];
    packed[0] = base;
    for (int at = 0; at < first.length; at++) {
      packed[1 + 2 * at] = first[at];
      packed[2 + 2 * at] = last[at];
    }
    return packed;
  }

  /** The reverse of {@link #packed}. */
  public static Spread unpacked(long[] packed) {
    Spread spread = new Spread();
    spread.base = packed[0];
    spread.grow((packed.length - 1) / 2);
    for (int at = 0; 2 + 2 * at < packed.length; at++) {
      spread.first[at] = packed[1 + 2 * at];
      spread.last[at] = packed[2 + 2 * at];
    }
    return spread;
  }

  /** From the first viewer to the last, a duration for each event. */
  public Histogram histogram() {
    Histogram histogram = Latencies.histogram();
    for (int at = 0; at < first.length; at++) {
      if (first[at] != 0) {
        Latencies.record(histogram, last[at] - first[at]);
      }
    }
    return histogram;
  }

  /** Makes room for sequences before the first one seen. */
  private void rebase(long lower) {
    if (base >= 0 && lower < base && base - lower < LIMIT) {
      int shift = (int) (base - lower);
      first = shifted(first, shift);
      last = shifted(last, shift);
      base = lower;
    }
  }

  private static long[] shifted(long[] times, int shift) {
    long[] shifted = new long[times.length + shift];
    System.arraycopy(times, 0, shifted, shift, times.length);
    return shifted;
  }

  private void grow(int needed) {
    int length = Math.min(LIMIT, Math.max(needed, first.length * 2));
    first = Arrays.copyOf(first, Math.max(length, needed));
    last = Arrays.copyOf(last, Math.max(length, needed));
  }
}
