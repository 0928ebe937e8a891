package dev.jetbridge.bridge.window;

import org.jspecify.annotations.Nullable;

/**
 * A piece of a subject between two dots, to look up in a map without copying it out of the subject.
 * One that lies in a map must not be moved.
 */
final class Token implements Comparable<Token> {
  private String text;
  private int from;
  private int end;
  private int hash;

  Token(String text) {
    this.text = text;
    moveTo(text, 0, text.length());
  }

  /** Makes it stand for another piece. */
  Token moveTo(String subject, int start, int endOfIt) {
    text = subject;
    from = start;
    end = endOfIt;
    int sum = 0;
    for (int i = start; i < endOfIt; i++) {
      sum = 31 * sum + subject.charAt(i);
    }
    hash = sum;
    return this;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Token that
        && hash == that.hash
        && end - from == that.end - that.from
        && text.regionMatches(from, that.text, that.from, end - from);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  // Clients choose the tokens of filters: where they make all hashes equal, a map goes by order.
  @Override
  public int compareTo(Token that) {
    return CharSequence.compare(
        text.substring(from, end), that.text.substring(that.from, that.end));
  }

  @Override
  public String toString() {
    return text.substring(from, end);
  }
}
