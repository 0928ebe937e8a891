package dev.jetbridge.bridge.snapshot;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Names where a page begins: opaque to clients.
 *
 * @param version which version it is a page of
 * @param place the place in it that the page begins after
 * @param filter a sum of the filter that the pages are of
 */
record PageToken(long version, int place, int filter) {
  private static final int BYTES = Long.BYTES + 2 * Integer.BYTES;

  static PageToken of(long version, int place, @Nullable Object filter) {
    return new PageToken(version, place, String.valueOf(filter).hashCode());
  }

  /** Reads a token; empty where it is none. */
  static Optional<PageToken> parse(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (bytes.length != BYTES) {
      return Optional.empty();
    }
    ByteBuffer token = ByteBuffer.wrap(bytes);
    return Optional.of(new PageToken(token.getLong(), token.getInt(), token.getInt()));
  }

  /** As clients send it. */
  String text() {
    byte[] bytes = ByteBuffer.allocate(BYTES).putLong(version).putInt(place).putInt(filter).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
