package dev.jetbridge.bridge.window;

import dev.jetbridge.bridge.protocol.Format;
import org.jspecify.annotations.Nullable;

/** An event as it goes on the wire, encoded once for every session that reads it. */
public interface Frames {
  /**
   * The whole message as one unmasked WebSocket frame, header included; null where this format
   * shows nothing for it. The array is shared: read only.
   */
  byte @Nullable [] in(Format format);

  /** Whether it is an event, and not a word about a message that is none. */
  boolean isEvent();

  /** The bytes that all its formats hold, for the bound of the window. */
  int retainedBytes();
}
