package dev.jetbridge.bridge.protocol;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request line names (RFC 9112 §3.2).
 *
 * @param path as sent, begins with a slash; escapes are left alone, since no path of ours needs any
 * @param query as sent, what follows the {@code ?}; empty where there is none
 */
public record RequestTarget(String path, String query) {
  // A server has to accept the absolute form too (RFC 9112 §3.2.2).
  private static final Pattern FORM =
      Pattern.compile("(?:[Hh][Tt][Tt][Pp][Ss]?://[^/?#]+)?(/[^?#]*)?(?:\\?([^#]*))?");
  private static final int FIRST_VISIBLE = 0x21;
  private static final int LAST_VISIBLE = 0x7E;

  /**
   * Reads a request target in origin form or absolute form; empty where it is neither, has a
   * fragment, or characters that have to be escaped. ({@code <}, {@code >} and the like should be
   * too; they are let through since {@code >} is a word of subjects.)
   */
  public static Optional<RequestTarget> parse(String target) {
    if (target.chars().anyMatch(c -> c < FIRST_VISIBLE || c > LAST_VISIBLE)) {
      return Optional.empty();
    }
    Matcher form = FORM.matcher(target);
    if (target.isEmpty() || target.charAt(0) == '?' || !form.matches()) {
      return Optional.empty();
    }
    String path = form.group(1) == null ? "/" : form.group(1);
    String query = form.group(2) == null ? "" : form.group(2);
    return Optional.of(new RequestTarget(path, query));
  }
}
