package dev.jetbridge.snapshot;

import java.util.Arrays;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Packed entries by key, of which the present contents can be set aside at any moment at the cost
 * of one reference for each page: a page is copied when it is first written to after that, and only
 * then. Slots of keys that went are used again. For one thread; what was set aside, for any.
 */
final class Table {
  private final ToIntFunction<byte[]> keyStart;
  private final ToIntFunction<byte[]> keyLength;
  private final KeyIndex index;
  private byte[] @Nullable [] @Nullable [] pages = new byte[8][][];
  // Which setting aside each page was copied or made after: what is older is shared.
  private long[] since = new long[8];
  private long settings;
  private int slots;
  private int[] free = new int[16];
  private int freeSlots;
  private long bytes;

  /**
   * An empty table.
   *
   * @param keyStart where in a packed entry its key begins
   * @param keyLength how long that is
   */
  Table(long seed, ToIntFunction<byte[]> keyStart, ToIntFunction<byte[]> keyLength) {
    this.keyStart = keyStart;
    this.keyLength = keyLength;
    this.index = new KeyIndex(seed, this::holds);
  }

  /** What is held for a key; null for nothing. */
  byte @Nullable [] get(KeyText key) {
    int slot = index.find(hash(key), key.bytes(), 0, key.length());
    return slot < 0 ? null : at(slot);
  }

  /** Holds an entry for its key in place of what was held; whether that was nothing. */
  boolean put(byte[] packed) {
    int start = keyStart.applyAsInt(packed);
    int length = keyLength.applyAsInt(packed);
    int hash = index.hash(packed, start, length);
    int slot = index.find(hash, packed, start, length);
    boolean added = slot < 0;
    if (added) {
      slot = freeSlots > 0 ? free[--freeSlots] : slots++;
    } else {
      bytes -= at(slot).length;
    }
    write(slot, packed);
    bytes += packed.length;
    if (added) {
      index.add(hash, slot);
    }
    return added;
  }

  /** Takes a key out; whether it was held. */
  boolean remove(KeyText key) {
    int hash = hash(key);
    int slot = index.find(hash, key.bytes(), 0, key.length());
    if (slot < 0) {
      return false;
    }
    index.remove(hash, slot);
    bytes -= at(slot).length;
    write(slot, null);
    if (freeSlots == free.length) {
      free = Arrays.copyOf(free, 2 * freeSlots);
    }
    free[freeSlots++] = slot;
    return true;
  }

  int size() {
    return slots - freeSlots;
  }

  /** What the entries hold, their own headers not counted. */
  long bytes() {
    return bytes;
  }

  /** Sets the present contents aside. */
  Pages pages() {
    settings++;
    int count = (slots + Pages.SIZE - 1) / Pages.SIZE;
    return new Pages(Arrays.copyOf(pages, count), slots, size(), bytes);
  }

  private int hash(KeyText key) {
    return index.hash(key.bytes(), 0, key.length());
  }

  private boolean holds(int slot, byte[] key, int from, int length) {
    byte[] packed = at(slot);
    int start = keyStart.applyAsInt(packed);
    return keyLength.applyAsInt(packed) == length
        && Arrays.equals(packed, start, start + length, key, from, from + length);
  }

  private byte[] at(int slot) {
    byte @Nullable [] @Nullable [] page = pages[slot / Pages.SIZE];
    byte[] packed = page == null ? null : page[slot % Pages.SIZE];
    if (packed == null) {
      throw new IllegalStateException("nothing found in slot " + slot + ", expected an entry");
    }
    return packed;
  }

  private void write(int slot, byte @Nullable [] packed) {
    int number = slot / Pages.SIZE;
    if (number == pages.length) {
      pages = Arrays.copyOf(pages, 2 * number);
      since = Arrays.copyOf(since, 2 * number);
    }
    byte @Nullable [] @Nullable [] page = pages[number];
    if (page == null) {
      page = new byte[Pages.SIZE][];
    } else if (since[number] < settings) {
      page = page.clone();
    }
    since[number] = settings;
    page[slot % Pages.SIZE] = packed;
    pages[number] = page;
  }
}
