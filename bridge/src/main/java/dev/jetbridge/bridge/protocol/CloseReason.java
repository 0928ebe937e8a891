package dev.jetbridge.bridge.protocol;

import dev.jetbridge.stream.Gone;

/**
 * Why the server closes a WebSocket: a code, of which each has one advice for the client, and a
 * text that tells causes with the same code apart. Codes below 4000 are those of RFC 6455 §7.4.1
 * and the IANA registry.
 */
public enum CloseReason {
  /** The answer to a client that said good-bye. */
  NORMAL(1000, "normal"),
  /** The server drains. */
  GOING_AWAY(1001, "going-away"),
  /** Frames that RFC 6455 forbids. */
  PROTOCOL_ERROR(1002, "protocol-error"),
  /** A text message or close reason that is not UTF-8. */
  INVALID_UTF8(1007, "invalid-utf8"),
  /** More frames in a second than {@code session.max-inbound-per-second}. */
  TOO_MANY_FRAMES(1008, "too-many-frames"),
  /** A message above 64 KiB. */
  MESSAGE_TOO_BIG(1009, "message-too-big"),
  /** A defect of the server. */
  INTERNAL_ERROR(1011, "internal-error"),
  /** The broker was out of reach for as long as a feed may wait in opening. */
  UPSTREAM_UNAVAILABLE(1013, "upstream-unavailable"),
  /** No replay became free in time. */
  REPLAY_BUSY(1013, "replay-busy"),
  /** The token's expiry has come. */
  TOKEN_EXPIRED(4401, "token-expired"),
  /** The token is no longer among those accepted. */
  TOKEN_REVOKED(4401, "token-revoked"),
  /** The token no longer grants a subject that the feed carries. */
  SUBJECT_FORBIDDEN(4403, "subject-forbidden"),
  /** The socket took no byte for {@code session.send-timeout}. */
  SEND_TIMEOUT(4408, "send-timeout"),
  /** Events after the cursor are gone, or it cannot be proved otherwise. */
  RETENTION_EXHAUSTED(4410, "retention-exhausted"),
  /** The cursor lies above the stream's last sequence. */
  CURSOR_AHEAD(4410, "cursor-ahead"),
  /** The cursor belongs to another incarnation of the stream. */
  STREAM_REPLACED(4410, "stream-replaced");

  private final int code;
  private final String text;

  CloseReason(int code, String text) {
    this.code = code;
    this.text = text;
  }

  /** The close code that a client acts on. */
  public int code() {
    return code;
  }

  /** The reason beside the code: lower case words, at most 123 bytes (RFC 6455 §5.5). */
  public String text() {
    return text;
  }

  /** How a session ends whose cursor is useless. */
  public static CloseReason of(Gone gone) {
    return switch (gone) {
      case RETENTION_EXHAUSTED -> RETENTION_EXHAUSTED;
      case CURSOR_AHEAD -> CURSOR_AHEAD;
      case STREAM_REPLACED -> STREAM_REPLACED;
    };
  }
}
