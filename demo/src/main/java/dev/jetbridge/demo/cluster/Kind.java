package dev.jetbridge.demo.cluster;

import java.util.Locale;

/** What an event is about; the last token of its NATS subject. */
public enum Kind {
  FORMATION,
  CELL,
  PLACEMENT,
  HEALTH,
  QUOTA,
  ROLLOUT;

  private final String token = name().toLowerCase(Locale.ROOT);

  /** The kind as a subject token and as a part of the event's type. */
  public String token() {
    return token;
  }
}
