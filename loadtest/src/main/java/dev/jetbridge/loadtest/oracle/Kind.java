package dev.jetbridge.loadtest.oracle;

/** The ways in which a feed can break its word. */
public enum Kind {
  LOST("lost", "an event that was owed never came"),
  REPEATED("repeated", "an event came again"),
  OUT_OF_ORDER("out of order", "an event came after a later one"),
  NEVER_PUBLISHED("never published", "an event came that nobody published"),
  WRONG_CONTENT("wrong content", "an event came with other bytes than were published"),
  NOT_ASKED_FOR("not asked for", "an event came on a subject outside of the filter"),
  BOOKMARK_AHEAD("bookmark ahead", "a bookmark, caught_up or hello passed an event that was owed"),
  EVENT_AFTER_GONE("event after 4410", "an event came after the cursor was called useless"),
  BROKEN_MESSAGE("broken message", "what came is not what the protocol allows");

  private final String words;
  private final String meaning;

  Kind(String words, String meaning) {
    this.words = words;
    this.meaning = meaning;
  }

  /** As people say it. */
  public String words() {
    return words;
  }

  /** What happened, in one clause. */
  public String meaning() {
    return meaning;
  }

  /** As assertions name it: {@code out-of-order}. */
  public String key() {
    return words.replace(' ', '-');
  }
}
