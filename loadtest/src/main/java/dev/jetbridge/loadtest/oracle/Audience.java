package dev.jetbridge.loadtest.oracle;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of the run's subjects a viewer has asked for. Two viewers with the same filters share one,
 * so that what they are owed is counted once.
 */
public final class Audience {
  /** Everything. */
  public static final Audience ALL = new Audience(List.of(), null);

  private final List<String> filters;
  private final @Nullable BitSet subjects;

  private Audience(List<String> filters, @Nullable BitSet subjects) {
    this.filters = filters;
    this.subjects = subjects;
  }

  /**
   * Who asks for what any of these NATS subject filters matches.
   *
   * @param subjects the run's subjects, by their number
   */
  public static Audience of(List<String> filters, List<String> subjects) {
    BitSet wanted = new BitSet();
    for (String filter : filters) {
      String[] tokens = filter.split("\\.", -1);
      for (int number = 0; number < subjects.size(); number++) {
        if (matches(tokens, subjects.get(number).split("\\.", -1))) {
          wanted.set(number);
        }
      }
    }
    return new Audience(List.copyOf(filters), wanted);
  }

  /** The filters, none for everything. */
  public List<String> filters() {
    return filters;
  }

  /** Whether events on the subject of this number are asked for. */
  public boolean wants(int subject) {
    return subjects == null || subjects.get(subject);
  }

  private static boolean matches(String[] filter, String[] subject) {
    for (int token = 0; token < filter.length; token++) {
      if (filter[token].equals(">")) {
        return subject.length > token;
      }
      if (token == subject.length
          || !(filter[token].equals("*") || filter[token].equals(subject[token]))) {
        return false;
      }
    }
    return filter.length == subject.length;
  }
}
