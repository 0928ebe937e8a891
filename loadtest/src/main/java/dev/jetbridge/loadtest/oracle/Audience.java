package dev.jetbridge.loadtest.oracle;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of the run's subjects a viewer has asked for. Two viewers with the same filter share one,
 * so that what they are owed is counted once.
 */
public final class Audience {
  /** Everything. */
  public static final Audience ALL = new Audience("", null);

  private final String filter;
  private final @Nullable BitSet subjects;

  private Audience(String filter, @Nullable BitSet subjects) {
    this.filter = filter;
    this.subjects = subjects;
  }

  /**
   * Who asks for one NATS subject filter.
   *
   * @param subjects the run's subjects, by their number
   */
  public static Audience of(String filter, List<String> subjects) {
    BitSet wanted = new BitSet();
    for (int number = 0; number < subjects.size(); number++) {
      if (matches(filter.split("\\.", -1), subjects.get(number).split("\\.", -1))) {
        wanted.set(number);
      }
    }
    return new Audience(filter, wanted);
  }

  /** The filter, empty for everything. */
  public String filter() {
    return filter;
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
