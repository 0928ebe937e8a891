package dev.jetbridge.bridge.protocol;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that somebody probably meant. */
final class Spelling {
  private static final int MAX_DISTANCE = 2;
  private static final int MAX_LENGTH = 32;

  private static final int MAX_SHOWN = 48;

  private Spelling() {}

  /** What somebody sent, cut to what fits into a message. */
  static String shown(String text) {
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
  }

  /** What to say of a parameter that nobody knows. */
  static String unknown(String name, Collection<String> known) {
    String found = "unknown parameter '" + shown(name) + "' found, ";
    return nearest(name, known)
        .map(near -> found + "did you mean '" + near + "'?")
        .orElse(found + "expected one of " + String.join(", ", known));
  }

  /** The known word within two edits of what was found; empty where none is near. */
  static Optional<String> nearest(String found, Collection<String> known) {
    if (found.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String lower = found.toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(word -> distance(lower, word) <= Math.min(MAX_DISTANCE, word.length() - 1))
        .min(Comparator.comparingInt(word -> distance(lower, word)));
  }

  // Levenshtein's distance, one row at a time.
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
