package dev.jetbridge.demo.cluster;

/**
 * Short ids that look drawn at random and are all different: a counter, scrambled one to one, in
 * eight letters and digits. Another seed gives other ids.
 */
final class Ids {
  /** Crockford's base 32: nothing that is read as another letter. */
  private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

  private static final int LENGTH = 8;
  private static final int BITS = 5 * LENGTH;
  private static final long MASK = (1L << BITS) - 1;

  private final long offset;
  private long made;

  Ids(long seed) {
    this.offset = scramble(seed ^ (seed >>> BITS));
  }

  String next() {
    long bits = scramble(made++ + offset);
    char[] id = new char[LENGTH];
    for (int i = LENGTH - 1; i >= 0; i--) {
      id[i] = ALPHABET.charAt((int) (bits & 31));
      bits >>>= 5;
    }
    return new String(id);
  }

  /** A bijection on numbers of 40 bits: each of its three steps can be undone. */
  private static long scramble(long value) {
    long bits = value & MASK;
    bits = (bits * 0x9E3779B97F4A7C15L) & MASK;
    bits ^= bits >>> (BITS / 2);
    return (bits * 0xC2B2AE3D27D4EB4FL) & MASK;
  }
}
