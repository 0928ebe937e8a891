package dev.jetbridge.client;

import org.jspecify.annotations.Nullable;

/**
 * A server's reason for a refusal (RFC 9457): a stable type to decide by, and words for people.
 *
 * @param type a path such as {@code /problems/unauthorized}
 * @param title the type in a few words
 * @param detail what was found and what was expected, null where not given
 */
public record Problem(String type, String title, @Nullable String detail) {
  @Override
  public String toString() {
    return detail == null ? title : title + ": " + detail;
  }
}
