package dev.jetbridge.bridge.window;

import dev.jetbridge.bridge.protocol.Coding;
import org.jspecify.annotations.Nullable;

/** An event as it goes on the wire, encoded once for every session that reads it. */
public interface Frames {
  /**
   * The whole message as unmasked WebSocket frames, headers included; null where this coding shows
   * nothing for it. The array is shared: read only.
   */
  byte @Nullable [] in(Coding coding);

  /** Whether it is an event, and not a word about a message that is none. */
  boolean isEvent();

  /** The bytes that all its codings hold, for the bound of the window. */
  int retainedBytes();
}
