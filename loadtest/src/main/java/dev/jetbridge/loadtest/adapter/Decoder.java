package dev.jetbridge.loadtest.adapter;

/** Takes apart what a server sends after its response head. */
public interface Decoder {
  /**
   * Hands over all that is there whole.
   *
   * @return where the first part begins that is not; it comes again with what follows
   */
  int decode(byte[] bytes, int from, int to);
}
