package dev.jetbridge.loadtest.oracle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A 64-bit hash of an event's bytes, never 0. It tells any two events of a run apart for all
 * practical purposes; it is no defence against somebody who makes collisions on purpose.
 */
public final class Fingerprint {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  // The finaliser and multipliers of MurmurHash3 (public domain, Austin Appleby).
  private static final long FIRST = 0x87c37b91114253d5L;
  private static final long SECOND = 0x4cf5ad432745937fL;

  private Fingerprint() {}

  /** The fingerprint of a whole array. */
  public static long of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  /** The fingerprint of a part of an array. */
  public static long of(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int at = offset;
    long hash = length * FIRST;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      hash = mix(hash, (long) LONGS.get(bytes, at));
    }
    long rest = 0;
    for (int shift = 0; at < end; at++, shift += Byte.SIZE) {
      rest |= (bytes[at] & 0xFFL) << shift;
    }
    hash = mix(hash, rest);
    hash ^= hash >>> 33;
    hash *= 0xff51afd7ed558ccdL;
    hash ^= hash >>> 33;
    return hash == 0 ? 1 : hash;
  }

  private static long mix(long hash, long word) {
    long mixed = Long.rotateLeft(word * FIRST, 31) * SECOND;
    return Long.rotateLeft(hash ^ mixed, 27) * 5 + 0x52dce729;
  }
}
