package dev.jetbridge.config;

/**
 * One value that a source gives, as it was written.
 *
 * @param key the key's name, known or not
 * @param text the value; a list is joined by commas
 * @param list whether it was written as a list
 * @param origin where it stands
 */
record Entry(String key, String text, boolean list, Origin origin) {
  static Entry scalar(String key, String text, Origin origin) {
    return new Entry(key, text, false, origin);
  }

  /** Leaves the text out: it may be a secret. */
  @Override
  public String toString() {
    return key + " (" + origin + ")";
  }
}
