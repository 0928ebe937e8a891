package dev.jetbridge.bridge.server;

import dev.jetbridge.bridge.protocol.HttpAnswer;

/** Pages that are given to anybody. Thread-safe; never blocks. */
public interface Pages {
  /** Whether there is a page at this path. */
  boolean serves(String path);

  /** The page at a path that is served. */
  HttpAnswer answer(String path);
}
