package dev.jetbridge.snapshot;

/** The contents of a table at one moment, in the order of its slots. Immutable; for any thread. */
final class Pages {
  /** Entries in a page: what one copy on a first write moves. */
  static final int SIZE = 256;

  private final byte[][][] pages;
  private final int slots;
  private final int size;
  private final long bytes;

  Pages(byte[][][] pages, int slots, int size, long bytes) {
    this.pages = pages;
    this.slots = slots;
    this.size = size;
    this.bytes = bytes;
  }

  /** Slots, those that hold nothing included. */
  int slots() {
    return slots;
  }

  /** Entries. */
  int size() {
    return size;
  }

  /** What the entries hold, their own headers not counted. */
  long bytes() {
    return bytes;
  }

  /** The first slot from here on that holds something, or -1. */
  int next(int from) {
    for (int slot = from; slot < slots; slot++) {
      if (pages[slot / SIZE][slot % SIZE] != null) {
        return slot;
      }
    }
    return -1;
  }

  byte[] at(int slot) {
    byte[] packed = pages[slot / SIZE][slot % SIZE];
    if (packed == null) {
      throw new IllegalArgumentException(
          "empty slot " + slot + " found, expected one that is held");
    }
    return packed;
  }
}
