package dev.jetbridge.bridge.server;

import dev.jetbridge.bridge.auth.Principal;
import dev.jetbridge.bridge.protocol.CloseReason;

/** What becomes of an open feed when the tokens have changed. */
public sealed interface Review {
  /** It goes on, with what its token is worth now: the expiry may be another. */
  record Stays(Principal principal) implements Review {}

  /** It ends. */
  record Leaves(CloseReason why) implements Review {}
}
