package dev.jetbridge.config;

/** What an event whose {@code data} is {@code null} means for a snapshot. */
public enum NullDeletion {
  /** It is an event like any other. */
  KEEP,
  /** It takes its key out. */
  DELETE
}
