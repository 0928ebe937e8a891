package dev.jetbridge.config;

import java.util.List;

/**
 * A configuration that was accepted.
 *
 * @param settings what the bridge is started with
 * @param values every key with its value and its origin, secrets masked, to be shown to people
 */
public record Configuration(Settings settings, List<EffectiveValue> values) {
  public Configuration {
    values = List.copyOf(values);
  }
}
