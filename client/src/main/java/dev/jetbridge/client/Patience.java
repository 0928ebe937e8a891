package dev.jetbridge.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a feed looks for a server before it gives up.
 *
 * @param first until the first connection: a wrong address should not be tried for ever
 * @param outage for each outage after that, null for as long as it takes
 */
record Patience(Duration first, @Nullable Duration outage) {
  static final Patience DEFAULT = new Patience(Duration.ofSeconds(15), null);

  @Nullable Duration of(boolean everOpen) {
    return everOpen ? outage : first;
  }
}
