package dev.jetbridge.config;

/** How a log line is written. */
public enum LogFormat {
  /** One JSON object a line. */
  JSON,
  /** For people. */
  TEXT
}
