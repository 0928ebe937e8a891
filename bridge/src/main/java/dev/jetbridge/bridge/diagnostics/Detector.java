package dev.jetbridge.bridge.diagnostics;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Recognises one pattern. A pure function. */
@FunctionalInterface
interface Detector {
  /**
   * Looks for it.
   *
   * @param history what happened on one connection, the oldest first; not empty
   * @param now the present
   */
  Optional<Finding> find(List<Occurrence> history, Instant now);
}
