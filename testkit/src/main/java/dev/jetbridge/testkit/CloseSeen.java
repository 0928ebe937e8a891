package dev.jetbridge.testkit;

import java.nio.charset.StandardCharsets;

/**
 * How a WebSocket ended, as the client saw it.
 *
 * @param code the code of the peer's close frame; 1005 where that has none, 1006 where the
 *     connection ended without a close frame (RFC 6455 §7.1.5)
 * @param reason the reason beside the code, empty where there is none
 * @param reset whether the connection was reset before a close frame had come
 */
public record CloseSeen(int code, String reason, boolean reset) {
  private static final int NO_STATUS = 1005;
  private static final int ABNORMAL = 1006;

  static CloseSeen of(WebSocketFrame close) {
    byte[] payload = close.payload();
    if (payload.length < 2) {
      return new CloseSeen(NO_STATUS, "", false);
    }
    int code = ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
    String reason = new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
    return new CloseSeen(code, reason, false);
  }

  static CloseSeen abnormal(ConnectionEnded end) {
    return new CloseSeen(ABNORMAL, "", end.wasReset());
  }
}
