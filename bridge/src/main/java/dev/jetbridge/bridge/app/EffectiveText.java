package dev.jetbridge.bridge.app;

import dev.jetbridge.config.Configuration;
import dev.jetbridge.config.EffectiveValue;

/** The configuration as it may be shown to operators. */
final class EffectiveText {
  private EffectiveText() {}

  /** A line for each key, secrets masked. */
  static String of(Configuration configuration) {
    StringBuilder text = new StringBuilder();
    for (EffectiveValue value : configuration.values()) {
      text.append(value.key())
          .append(": ")
          .append(value.value() == null ? "" : value.value())
          .append('\n');
    }
    return text.toString();
  }
}
