package dev.jetbridge.bridge.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The SHA-256 of a token: all that is kept of it. Shows itself by its first 8 hex digits, which
 * name a token without giving it away.
 */
public final class TokenHash {
  private static final int BYTES = 32;
  private static final int SHOWN_BYTES = 4;

  private final byte[] digest;

  private TokenHash(byte[] digest) {
    this.digest = digest;
  }

  /** The hash of a token as a client presents it. */
  public static TokenHash of(byte[] token) {
    try {
      return new TokenHash(MessageDigest.getInstance("SHA-256").digest(token));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 not found, expected in every JDK", e);
    }
  }

  /** The hash of a token's UTF-8 bytes. */
  public static TokenHash of(String token) {
    return of(token.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads 64 hex digits of either case.
   *
   * @throws IllegalArgumentException where the text is anything else; it does not repeat the text
   */
  public static TokenHash ofHex(String hex) {
    if (hex.length() != 2 * BYTES || !hex.chars().allMatch(HexFormat::isHexDigit)) {
      throw new IllegalArgumentException(
          "text of " + hex.length() + " characters found, expected 64 hex digits of a SHA-256");
    }
    return new TokenHash(HexFormat.of().parseHex(hex));
  }

  /** Compares in a time that does not depend on where the two differ. */
  boolean matches(TokenHash other) {
    return MessageDigest.isEqual(digest, other.digest);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TokenHash hash && matches(hash);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(digest);
  }

  /** The first 8 hex digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(digest, 0, SHOWN_BYTES);
  }
}
