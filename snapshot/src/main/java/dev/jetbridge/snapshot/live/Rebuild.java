package dev.jetbridge.snapshot.live;

import java.util.Locale;

/** Why a state is made from the stream, in place of what there was. */
public enum Rebuild {
  /** There was no checkpoint. */
  NO_CHECKPOINT,
  /** The checkpoint is damaged. */
  BROKEN,
  /** The checkpoint is of another stream, incarnation or other settings. */
  FOREIGN,
  /** The checkpoint was written by a later release. */
  NEWER,
  /** The place that holds checkpoints did not give it. */
  UNREADABLE,
  /** Events after the position left the stream before they were read. */
  TRIMMED,
  /** The stream is another incarnation, or began again. */
  REPLACED,
  /**
   * The last message of a subject is no event, so that the last of each does not tell the state.
   */
  UNFIT,
  /** Our own code failed on a message, so that the state may lack what it should hold. */
  FAILED,
  /** An operator asked for it. */
  REQUESTED;

  /** Its name in the metrics and logs. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
