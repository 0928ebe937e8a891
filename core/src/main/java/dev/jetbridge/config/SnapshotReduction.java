package dev.jetbridge.config;

/** How an event changes what is held for its key. */
public enum SnapshotReduction {
  /** It takes the place of what was held. */
  LATEST,
  /** Its {@code data} is merged into it (RFC 7396). */
  MERGE
}
