package dev.jetbridge.config;

import java.util.List;
import java.util.function.Consumer;

/**
 * The keys that one settings record is made of.
 *
 * @param title heading in the reference documentation
 * @param keys in the order in which they are documented and printed
 * @param check makes the record; throws {@link Conflict} where values do not fit together
 */
record Section(String title, List<Key<?>> keys, Consumer<Values> check) {
  Section {
    keys = List.copyOf(keys);
  }
}
