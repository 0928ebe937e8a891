package dev.jetbridge.loadtest.adapter;

import dev.jetbridge.loadtest.net.ResponseHead;
import org.jspecify.annotations.Nullable;

/** One connection's part of a protocol, from its request on. One thread. */
public interface Dialogue {
  /** The HTTP request, complete. */
  byte[] request();

  /** Why the answer is no feed, null where it is one. */
  @Nullable String refusal(ResponseHead head);

  /** The feed is open; what follows the head goes to the decoder. */
  Decoder open(ResponseHead head, Wire wire, FeedSink sink);
}
