package dev.jetbridge.loadtest.oracle;

import java.util.List;

/** What a viewer received around the moment at which something was noticed. */
public interface Evidence {
  /** Nothing was kept. */
  Evidence NONE = List::of;

  /** One line a message, oldest first; what came shortly after is added as it comes. */
  List<String> lines();
}
