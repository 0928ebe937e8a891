package dev.jetbridge.snapshot;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Finds the slot of a key: a table of open addressing with linear probing, one long a cell, the
 * key's hash in the upper half and its slot + 1 in the lower, 0 where it is free. A key that goes
 * leaves no mark: what was pushed past it moves back. For one thread.
 */
final class KeyIndex {
  /** Tells whether the item in a slot is of the key that is looked for. */
  @FunctionalInterface
  interface Holder {
    boolean holds(int slot, byte[] key, int from, int length);
  }

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long MIX = 0x9E3779B97F4A7C15L;
  private static final int SMALLEST = 64;

  // Publishers choose the keys: with a seed of their own making they could put all into one chain.
  private final long seed;
  private final Holder holder;
  private long[] cells = new long[SMALLEST];
  private int keys;

  KeyIndex(long seed, Holder holder) {
    this.seed = seed;
    this.holder = holder;
  }

  int hash(byte[] key, int from, int length) {
    long hash = seed ^ length;
    int at = from;
    int end = from + length;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      hash = mixed(hash ^ (long) WORDS.get(key, at));
    }
    long rest = 0;
    for (int shift = 0; at < end; at++, shift += Byte.SIZE) {
      rest |= (key[at] & 0xFFL) << shift;
    }
    return (int) (mixed(mixed(hash ^ rest) ^ seed) >>> Integer.SIZE);
  }

  private static long mixed(long word) {
    long low = word * MIX;
    return low ^ Math.unsignedMultiplyHigh(word, MIX);
  }

  /** The slot of a key of this hash, or -1. */
  int find(int hash, byte[] key, int from, int length) {
    int mask = cells.length - 1;
    for (int at = hash & mask; cells[at] != 0; at = (at + 1) & mask) {
      if (hashOf(cells[at]) == hash && holder.holds(slotOf(cells[at]), key, from, length)) {
        return slotOf(cells[at]);
      }
    }
    return -1;
  }

  /** Adds a key that is not there. */
  void add(int hash, int slot) {
    if (8L * (keys + 1) > 7L * cells.length) {
      grow();
    }
    insert((long) hash << Integer.SIZE | (slot + 1));
    keys++;
  }

  /** Takes out the key of this slot, which is there. */
  void remove(int hash, int slot) {
    int mask = cells.length - 1;
    int gap = hash & mask;
    while (slotOf(cells[gap]) != slot) {
      gap = (gap + 1) & mask;
    }
    for (int at = (gap + 1) & mask; cells[at] != 0; at = (at + 1) & mask) {
      int home = hashOf(cells[at]) & mask;
      if (((at - home) & mask) >= ((at - gap) & mask)) {
        cells[gap] = cells[at];
        gap = at;
      }
    }
    cells[gap] = 0;
    keys--;
  }

  private void grow() {
    long[] old = cells;
    cells = new long[2 * old.length];
    Arrays.stream(old).filter(cell -> cell != 0).forEach(this::insert);
  }

  private void insert(long cell) {
    int mask = cells.length - 1;
    int at = hashOf(cell) & mask;
    while (cells[at] != 0) {
      at = (at + 1) & mask;
    }
    cells[at] = cell;
  }

  private static int hashOf(long cell) {
    return (int) (cell >>> Integer.SIZE);
  }

  private static int slotOf(long cell) {
    return (int) cell - 1;
  }
}
