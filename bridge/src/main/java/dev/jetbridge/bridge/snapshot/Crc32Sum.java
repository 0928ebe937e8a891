package dev.jetbridge.bridge.snapshot;

/**
 * The CRC-32 of two texts one behind the other, from the CRC-32 of each: what zlib calls {@code
 * crc32_combine}. To append bytes is to multiply by a power of x modulo the polynomial, here as a
 * matrix over GF(2) that is squared for each bit of the length.
 */
final class Crc32Sum {
  private static final int POLYNOMIAL = 0xEDB88320;
  private static final int BITS = 32;

  private Crc32Sum() {}

  /**
   * The sum.
   *
   * @param first that of the first text
   * @param second that of the second
   * @param length of the second, in bytes
   */
  static int combined(int first, int second, long length) {
    int[] operator = oneZeroBit();
    int[] square = new int[BITS];
    // Three squarings: from one bit to one byte.
    for (int i = 0; i < 3; i++) {
      square(square, operator);
      int[] swapped = operator;
      operator = square;
      square = swapped;
    }
    int sum = first;
    for (long rest = length; rest != 0; rest >>>= 1) {
      if ((rest & 1) != 0) {
        sum = times(operator, sum);
      }
      square(square, operator);
      int[] swapped = operator;
      operator = square;
      square = swapped;
    }
    return sum ^ second;
  }

  private static int[] oneZeroBit() {
    int[] operator = new int[BITS];
    operator[0] = POLYNOMIAL;
    for (int bit = 1; bit < BITS; bit++) {
      operator[bit] = 1 << (bit - 1);
    }
    return operator;
  }

  private static void square(int[] into, int[] matrix) {
    for (int i = 0; i < BITS; i++) {
      into[i] = times(matrix, matrix[i]);
    }
  }

  private static int times(int[] matrix, int vector) {
    int product = 0;
    int rest = vector;
    for (int i = 0; rest != 0; i++, rest >>>= 1) {
      if ((rest & 1) != 0) {
        product ^= matrix[i];
      }
    }
    return product;
  }
}
