package dev.jetbridge.snapshot.checkpoint;

import dev.jetbridge.snapshot.Fold;

/** What bytes that should be a checkpoint come to. */
public sealed interface Checkpoint {
  /**
   * It is whole and of this state.
   *
   * @param fold the state, at the position of its label; a replay from there continues it
   */
  record Loaded(Fold fold) implements Checkpoint {}

  /** It is damaged, cut short, or never was one. */
  record Broken(String found, String expected) implements Checkpoint {}

  /** It is whole, and of another state. */
  record Foreign(Difference difference, String found, String expected) implements Checkpoint {}

  /** It was written by a later release, in a form that this one does not read. */
  record Newer(int format, int known) implements Checkpoint {}

  /** In what a foreign state differs. */
  enum Difference {
    STREAM,
    EPOCH,
    SETTINGS
  }
}
