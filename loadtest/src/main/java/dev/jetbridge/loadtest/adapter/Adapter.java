package dev.jetbridge.loadtest.adapter;

/** One dialect of one kind of server. Any thread. */
public interface Adapter {
  /**
   * A connection to be made.
   *
   * @param filter a NATS subject filter, or the channel of servers that have those; empty for all
   */
  Dialogue dial(ResumePoint from, String filter);

  /**
   * Whether a feed that begins with the latest says where that is. Where it does not, viewers begin
   * behind a known event instead, so that everything they are owed is known.
   */
  boolean tellsWhereItBegins();
}
