package dev.jetbridge.client;

/**
 * Why a feed ended although nobody stopped it.
 *
 * @param kind what sort of reason, to decide by
 * @param message what was found, for people
 */
public record Failure(Kind kind, String message) {
  /** The sorts of reason, each with its own remedy. */
  public enum Kind {
    /** The server will not serve this request: credential, permission, parameters. */
    REFUSED,
    /** The server broke the wire contract. */
    BAD_DATA,
    /** The cursor cannot be continued: drop what was built from the feed and rebuild it. */
    CURSOR_GONE,
    /** No server was found within the time allowed. */
    UNREACHABLE
  }
}
