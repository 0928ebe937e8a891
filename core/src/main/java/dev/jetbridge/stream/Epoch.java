package dev.jetbridge.stream;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names one incarnation of a stream, so that a cursor of a stream that was since deleted and made
 * again is told apart from one of today's. Opaque to clients; equal on every bridge before the same
 * stream.
 *
 * <p>Creation time survives purge, restart and restore, and changes when a stream is made again. It
 * is not identity by itself: a memory stream whose server restarts keeps it and begins at 1 again,
 * which is why a cursor also carries the time of its event.
 *
 * @param value 1 to 64 characters of {@code [0-9A-Za-z_-]}
 */
public record Epoch(String value) {
  private static final Pattern FORM = Pattern.compile("[0-9A-Za-z_-]{1,64}");
  private static final int HASH_BYTES = 8;

  public Epoch {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "epoch of " + value.length() + " characters found, expected 1 to 64 of [0-9A-Za-z_-]");
    }
  }

  /** Reads an epoch as a client sends it; empty where it has another form. */
  public static Optional<Epoch> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new Epoch(text)) : Optional.empty();
  }

  /** The epoch of the stream of this name that was made at this moment of the broker's clock. */
  public static Epoch of(String stream, Instant created) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((stream + '\n' + created).getBytes(StandardCharsets.UTF_8));
      return new Epoch(HexFormat.of().formatHex(hash, 0, HASH_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 not found, expected in every JDK", e);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
