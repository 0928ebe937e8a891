package dev.jetbridge.loadtest.adapter;

import java.util.List;

/** One dialect of one kind of server. Any thread. */
public interface Adapter {
  /**
   * A connection to be made.
   *
   * @param filters NATS subject filters, of which any is to match, or the channel of servers that
   *     have those; none for all
   * @throws IllegalArgumentException where the dialect has no words for several
   */
  Dialogue dial(ResumePoint from, List<String> filters);

  /**
   * Whether a feed that begins with the latest says where that is. Where it does not, viewers begin
   * behind a known event instead, so that everything they are owed is known.
   */
  boolean tellsWhereItBegins();

  /** The filter of a dialect that has words for one alone; empty for none. */
  static String sole(List<String> filters) {
    if (filters.size() > 1) {
      throw new IllegalArgumentException(
          "filters %s found, expected one: this dialect has no words for several"
              .formatted(filters));
    }
    return filters.isEmpty() ? "" : filters.getFirst();
  }
}
