package dev.jetbridge.config;

import java.util.List;

/** Values that are fine each for itself and do not fit together. */
final class Conflict extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String description;
  private final transient List<Key<?>> keys;

  Conflict(String message, Key<?>... keys) {
    super(message);
    this.description = message;
    this.keys = List.of(keys);
  }

  /** What was found and what was expected. */
  String description() {
    return description;
  }

  /** The keys whose values do not fit together. */
  List<Key<?>> keys() {
    return keys;
  }
}
