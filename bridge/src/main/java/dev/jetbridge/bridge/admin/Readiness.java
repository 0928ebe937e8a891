package dev.jetbridge.bridge.admin;

import java.util.List;

/** Whether the bridge can serve new feeds. Any thread; must not block. */
@FunctionalInterface
public interface Readiness {
  /** What speaks against it, in words for an operator; empty where nothing does. */
  List<String> faults();
}
