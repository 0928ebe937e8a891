package dev.jetbridge.config;

/** The least important log line that is written. */
public enum LogLevel {
  /** A promise was broken. */
  ERROR,
  /** A promise is at risk. */
  WARN,
  /** The life cycle of the process. */
  INFO,
  /** Each session. */
  DEBUG,
  /** Each step. */
  TRACE
}
