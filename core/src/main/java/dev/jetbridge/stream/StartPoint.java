package dev.jetbridge.stream;

/** Where a reader asks to begin. */
public sealed interface StartPoint {
  /** After a cursor: the first matching event with a higher sequence comes first. */
  record After(Cursor cursor) implements StartPoint {}

  /** Whatever the stream still holds; no gap before it is claimed. */
  record Earliest() implements StartPoint {}

  /** What is published after the request arrived. */
  record Latest() implements StartPoint {}

  /** The state of the stream at some position, and what follows that. */
  record Snapshot() implements StartPoint {}
}
