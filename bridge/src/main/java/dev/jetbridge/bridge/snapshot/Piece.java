package dev.jetbridge.bridge.snapshot;

/** A part of an answer, coded; shared by all who are given it, so read only. */
public final class Piece {
  private final byte[] bytes;
  private final boolean last;

  Piece(byte[] bytes, boolean last) {
    this.bytes = bytes;
    this.last = last;
  }

  /**
   * Where a piece begins, so that it can be made again.
   *
   * @param place in the version
   * @param items before it
   * @param crc of the plain text before it, where that is needed
   * @param length of the plain text before it
   */
  record Mark(int place, long items, int crc, long length) {}

  /** The bytes themselves; read only. */
  public byte[] bytes() {
    return bytes;
  }

  /** Whether none follows. */
  public boolean isLast() {
    return last;
  }
}
