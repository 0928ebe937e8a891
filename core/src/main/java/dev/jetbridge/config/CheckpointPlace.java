package dev.jetbridge.config;

/** Where the checkpoints of a snapshot are kept. */
public enum CheckpointPlace {
  /** In a bucket of the JetStream Object Store. */
  BUCKET,
  /** In a directory. */
  DIRECTORY,
  /** Nowhere: each start reads the stream. */
  NONE
}
