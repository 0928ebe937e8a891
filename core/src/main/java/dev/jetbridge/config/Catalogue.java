package dev.jetbridge.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** All configuration keys there are. */
final class Catalogue {
  static final List<Section> SECTIONS =
      List.of(
          StreamSettings.SECTION,
          NatsSettings.SECTION,
          ServerSettings.SECTION,
          AuthSettings.SECTION,
          AdminSettings.SECTION,
          SessionSettings.SECTION,
          Settings.DELIVERY_SECTION,
          WindowSettings.SECTION,
          ReplaySettings.SECTION,
          EventsSettings.SECTION,
          SnapshotSettings.SECTION,
          DrainSettings.SECTION,
          LogSettings.SECTION,
          DiagnosticsSettings.SECTION);

  private static final SequencedMap<String, Key<?>> BY_NAME = byName();

  private Catalogue() {}

  private static SequencedMap<String, Key<?>> byName() {
    SequencedMap<String, Key<?>> keys = new LinkedHashMap<>();
    for (Section section : SECTIONS) {
      section.keys().forEach(key -> keys.put(key.name(), key));
    }
    return keys;
  }

  static Iterable<Key<?>> keys() {
    return BY_NAME.values();
  }

  static @Nullable Key<?> find(String name) {
    return BY_NAME.get(name);
  }

  /**
   * The key whose value a name gives: itself, or for {@code nats.password-file} the secret {@code
   * nats.password} that the file holds.
   */
  static @Nullable Key<?> settingOf(String name) {
    Key<?> key = BY_NAME.get(name);
    return key == null ? secretOf(name) : key;
  }

  private static @Nullable Key<?> secretOf(String name) {
    if (!name.endsWith(Key.FILE_SUFFIX)) {
      return null;
    }
    Key<?> key = BY_NAME.get(name.substring(0, name.length() - Key.FILE_SUFFIX.length()));
    return key != null && key.isSecret() ? key : null;
  }

  /** Every name that may be given: each key, and for each secret the file that holds it. */
  static List<String> names() {
    return BY_NAME.values().stream().flatMap(key -> key.names().stream()).toList();
  }

  /** The names by the environment variables that stand for them. */
  static Map<String, String> variables() {
    Map<String, String> variables = new LinkedHashMap<>();
    names().forEach(name -> variables.put(Environment.variable(name), name));
    return variables;
  }
}
