package dev.jetbridge.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;

/** "Did you mean": the known name that a misspelt one is nearest to. */
final class Suggestion {
  private Suggestion() {}

  /** The end of a message about an unknown name: a question, or nothing where no name is near. */
  static String among(Collection<String> known, String misspelt) {
    String wanted = normal(misspelt);
    return known.stream()
        .min(Comparator.comparingInt(name -> distance(wanted, name)))
        .filter(name -> isNear(wanted, name))
        .map(name -> ", did you mean " + name + "?")
        .orElse("");
  }

  private static boolean isNear(String wanted, String name) {
    return distance(wanted, name) <= Math.max(2, Math.min(wanted.length(), name.length()) / 3);
  }

  /** Writes {@code session.sendTimeout} and {@code session.send_timeout} as we do. */
  private static String normal(String name) {
    if (name.startsWith(Environment.PREFIX)) {
      return name;
    }
    return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").replace('_', '-').toLowerCase(Locale.ROOT);
  }

  /**
   * Edits between two names (insert, delete, replace, swap of neighbours). Leaving out the section
   * in front ({@code heartbeat}) counts as one, and so does cutting words short ({@code
   * cert-file}).
   */
  private static int distance(String wanted, String name) {
    if (name.endsWith("." + wanted) || abbreviates(wanted, name)) {
      return 1;
    }
    int[][] edits = new int[wanted.length() + 1][name.length() + 1];
    for (int i = 0; i <= wanted.length(); i++) {
      for (int j = 0; j <= name.length(); j++) {
        edits[i][j] = i == 0 || j == 0 ? i + j : fewest(edits, wanted, name, i, j);
      }
    }
    return edits[wanted.length()][name.length()];
  }

  private static boolean abbreviates(String wanted, String name) {
    String[] cut = wanted.split("[.-]", -1);
    String[] words = name.split("[.-]", -1);
    return cut.length == words.length
        && IntStream.range(0, cut.length)
            .allMatch(i -> !cut[i].isEmpty() && words[i].startsWith(cut[i]));
  }

  private static int fewest(int[][] edits, String wanted, String name, int i, int j) {
    int replaced = wanted.charAt(i - 1) == name.charAt(j - 1) ? 0 : 1;
    int fewest =
        Math.min(
            edits[i - 1][j - 1] + replaced, Math.min(edits[i - 1][j] + 1, edits[i][j - 1] + 1));
    boolean swapped =
        i > 1
            && j > 1
            && wanted.charAt(i - 1) == name.charAt(j - 2)
            && wanted.charAt(i - 2) == name.charAt(j - 1);
    return swapped ? Math.min(fewest, edits[i - 2][j - 2] + 1) : fewest;
  }
}
