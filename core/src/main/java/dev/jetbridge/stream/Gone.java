package dev.jetbridge.stream;

/** Why a cursor no longer names a place that can be continued from. */
public enum Gone {
  /** Events after it left the stream before their turn came, or it cannot be proved otherwise. */
  RETENTION_EXHAUSTED,
  /** It lies above the last sequence. */
  CURSOR_AHEAD,
  /** It belongs to another incarnation of the stream. */
  STREAM_REPLACED
}
