package dev.jetbridge.stream;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A NATS subject filter: tokens parted by dots, {@code *} for any one token, {@code >} as the last
 * for one or more (NATS "Subject-Based Messaging").
 *
 * @param value 1 to {@value #MAX_BYTES} bytes in UTF-8, at most {@value #MAX_TOKENS} tokens, none
 *     empty, without white space and control characters
 */
public record SubjectFilter(String value) {
  /** The longest filter, in bytes. */
  public static final int MAX_BYTES = 1024;

  /** The most tokens in a filter. */
  public static final int MAX_TOKENS = 128;

  /** Everything. */
  public static final SubjectFilter ALL = new SubjectFilter(">");

  public SubjectFilter {
    Optional<String> fault = fault(value);
    if (fault.isPresent()) {
      throw new IllegalArgumentException(fault.get());
    }
  }

  /**
   * What is wrong with a text as a filter, as found and expected; empty where nothing is. The text
   * itself is not repeated: it may be hostile.
   */
  public static Optional<String> fault(String text) {
    if (text.isEmpty()) {
      return Optional.of("empty subject found, expected tokens parted by dots");
    }
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_BYTES) {
      return Optional.of("subject of " + bytes + " bytes found, expected at most " + MAX_BYTES);
    }
    int tokens = 1;
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : '.';
      if (Character.isWhitespace(c) || Character.isISOControl(c) || Character.isSurrogate(c)) {
        return Optional.of(
            "character U+%04X found at %d, expected none of white space, control or beyond U+FFFF"
                .formatted((int) c, i));
      }
      if (c != '.') {
        continue;
      }
      if (i == start) {
        return Optional.of("empty token found at " + i + ", expected tokens parted by single dots");
      }
      if (text.charAt(i - 1) == '>' && i == start + 1 && i < text.length()) {
        return Optional.of("'>' found at " + start + ", expected only as the last token");
      }
      if (i < text.length()) {
        tokens++;
        start = i + 1;
      }
    }
    return tokens > MAX_TOKENS
        ? Optional.of(tokens + " tokens found, expected at most " + MAX_TOKENS)
        : Optional.empty();
  }

  /** Whether a concrete subject lies within this filter. */
  public boolean matches(String subject) {
    return within(subject, false);
  }

  /** Whether everything that the other filter matches lies within this one. */
  public boolean covers(SubjectFilter other) {
    return within(other.value, true);
  }

  /** Whether any subject lies within both. */
  public boolean overlaps(SubjectFilter other) {
    String[] mine = value.split("\\.", -1);
    String[] theirs = other.value.split("\\.", -1);
    for (int i = 0; i < Math.min(mine.length, theirs.length); i++) {
      if (mine[i].equals(">") || theirs[i].equals(">")) {
        return true;
      }
      if (!mine[i].equals("*") && !theirs[i].equals("*") && !mine[i].equals(theirs[i])) {
        return false;
      }
    }
    return mine.length == theirs.length;
  }

  /** A filter that covers this one and the other; it may match more than they do. */
  public SubjectFilter joined(SubjectFilter other) {
    String[] mine = value.split("\\.", -1);
    String[] theirs = other.value.split("\\.", -1);
    int common = Math.min(mine.length, theirs.length);
    // '>' stands for one token or more: it must stand no later than the shorter one's last token.
    int open = mine.length == theirs.length ? common : common - 1;
    StringBuilder joined = new StringBuilder();
    for (int i = 0; i < common; i++) {
      String separator = i == 0 ? "" : ".";
      if (i == open || mine[i].equals(">") || theirs[i].equals(">")) {
        return new SubjectFilter(joined.append(separator).append('>').toString());
      }
      joined.append(separator).append(mine[i].equals(theirs[i]) ? mine[i] : "*");
    }
    return new SubjectFilter(joined.toString());
  }

  /** Whether it names one subject, without wildcards. */
  public boolean isLiteral() {
    return !value.equals("*")
        && !value.equals(">")
        && !value.startsWith("*.")
        && !value.endsWith(".*")
        && !value.endsWith(".>")
        && !value.contains(".*.");
  }

  // Walks both token by token without splitting: it runs for every event of a replay.
  private boolean within(String text, boolean textIsFilter) {
    int f = 0;
    int t = 0;
    int filterLength = value.length();
    int length = text.length();
    while (true) {
      int filterEnd = tokenEnd(value, f);
      int textEnd = tokenEnd(text, t);
      boolean rest = isToken(value, f, filterEnd, '>');
      if (rest) {
        return true;
      }
      boolean any = isToken(value, f, filterEnd, '*');
      if (textIsFilter && isToken(text, t, textEnd, '>')) {
        return false;
      }
      if (!any) {
        if (textIsFilter && isToken(text, t, textEnd, '*')) {
          return false;
        }
        if (filterEnd - f != textEnd - t || !value.regionMatches(f, text, t, textEnd - t)) {
          return false;
        }
      }
      boolean filterDone = filterEnd == filterLength;
      boolean textDone = textEnd == length;
      if (filterDone || textDone) {
        return filterDone && textDone;
      }
      f = filterEnd + 1;
      t = textEnd + 1;
    }
  }

  private static boolean isToken(String text, int start, int end, char wildcard) {
    return end - start == 1 && text.charAt(start) == wildcard;
  }

  private static int tokenEnd(String text, int from) {
    int dot = text.indexOf('.', from);
    return dot < 0 ? text.length() : dot;
  }

  @Override
  public String toString() {
    return value;
  }
}
