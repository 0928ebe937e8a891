package dev.jetbridge.bridge.snapshot;

import dev.jetbridge.snapshot.Label;
import dev.jetbridge.snapshot.Version;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Names what an answer says (RFC 9110 §8.8.3). Weak, since two replicas list the same items in
 * different orders. At one cursor of one incarnation, under one set of settings, states differ by
 * what was forgotten alone, which shows in how many items there are; incomplete states may differ
 * by where they began, and are told apart by the process that made them.
 */
final class EntityTag {
  private static final String PROCESS = Long.toHexString(ThreadLocalRandom.current().nextLong());
  private static final int HASH_BYTES = 8;

  private EntityTag() {}

  /**
   * The tag of an answer.
   *
   * @param filter null for everything
   * @param page which part of it, empty for the whole
   */
  static String of(Version version, @Nullable Object filter, String page, Encoding encoding) {
    Label label = version.label();
    String what =
        String.join(
            "\n",
            version.projection().fingerprint(),
            String.valueOf(filter),
            page,
            encoding.name(),
            label.complete() ? "complete" : PROCESS);
    return "W/\"%s-%d-%d-%d-%s\""
        .formatted(label.epoch(), label.position(), version.size(), version.bytes(), hash(what));
  }

  /** Whether one of the tags sent is this one, or any (RFC 9110 §13.1.2). */
  static boolean matches(List<String> ifNoneMatch, String tag) {
    for (String header : ifNoneMatch) {
      for (String sent : header.split(",", -1)) {
        String one = sent.strip();
        if (one.equals("*") || strong(one).equals(strong(tag))) {
          return true;
        }
      }
    }
    return false;
  }

  private static String strong(String tag) {
    return tag.startsWith("W/") ? tag.substring(2) : tag;
  }

  private static String hash(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 not found, expected in every JDK", e);
    }
  }
}
