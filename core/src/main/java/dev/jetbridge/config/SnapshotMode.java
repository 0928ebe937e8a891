package dev.jetbridge.config;

/** Where the snapshot is served. */
public enum SnapshotMode {
  /** Nowhere. */
  OFF,
  /** In this process. */
  EMBEDDED,
  /** Elsewhere: who asks here is sent there. */
  REDIRECT
}
