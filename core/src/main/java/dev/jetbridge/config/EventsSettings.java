package dev.jetbridge.config;

import java.util.List;

/**
 * What counts as an event.
 *
 * @param maxBytes largest payload; above it a message is passed by and reported as skipped
 */
public record EventsSettings(int maxBytes) {
  static final Key<Long> MAX_BYTES =
      Key.of(
          "events.max-bytes",
          Types.size(1 << 10, 64 << 20),
          "1MiB",
          "Largest payload; a larger one is no event and is passed by.");

  static final Section SECTION = new Section("Events", List.of(MAX_BYTES), EventsSettings::read);

  public EventsSettings {
    MAX_BYTES.check((long) maxBytes);
  }

  /** Payloads up to 1 MiB. */
  public static EventsSettings defaults() {
    return read(Values.DEFAULTS);
  }

  static EventsSettings read(Values values) {
    return new EventsSettings(Math.toIntExact(values.get(MAX_BYTES)));
  }
}
