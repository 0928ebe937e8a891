package dev.jetbridge.bridge.server;

import dev.jetbridge.bridge.protocol.Format;
import dev.jetbridge.bridge.protocol.ProblemType;
import dev.jetbridge.bridge.protocol.Refusal;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The opening handshake of RFC 6455 §4.2, version 13 and no other. */
final class WebSocketHandshake {
  private static final String VERSION = "13";
  // RFC 6455 §1.3.
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int KEY_BYTES = 16;
  private static final int KEY_CHARACTERS = 24;

  private WebSocketHandshake() {}

  /** Whether the headers ask for a WebSocket of version 13. */
  static boolean isAsked(HttpHeaders headers) {
    return headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
        && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
        && VERSION.equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION));
  }

  /** What is wrong with the key of a handshake that is asked for; empty where nothing is. */
  static Optional<Refusal> faultOfKey(HttpHeaders headers) {
    if (!isAsked(headers) || isKey(headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY))) {
      return Optional.empty();
    }
    return Optional.of(
        Refusal.of(
            ProblemType.MALFORMED_REQUEST,
            "no Sec-WebSocket-Key of the right form found, expected 16 bytes in base64"));
  }

  /** What a request is told that passed every check and asks for no handshake of ours. */
  static Refusal required() {
    return Refusal.of(
            ProblemType.UPGRADE_REQUIRED,
            "no WebSocket handshake of version 13 found, expected one; all other checks passed")
        .with(HttpHeaderNames.UPGRADE.toString(), "websocket")
        .with("Sec-WebSocket-Version", VERSION);
  }

  /**
   * The answer that opens the WebSocket.
   *
   * @param echoed the subprotocol agreed on; empty where none of ours was offered
   * @param extension the extension agreed on; empty where there is none
   */
  static FullHttpResponse accept(
      HttpHeaders request, Optional<Format> echoed, Optional<String> extension) {
    String key = request.get(HttpHeaderNames.SEC_WEBSOCKET_KEY);
    if (key == null) {
      throw new IllegalStateException("no Sec-WebSocket-Key found, expected it to be checked");
    }
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS);
    response
        .headers()
        .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
        .set(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT, acceptance(key));
    echoed.ifPresent(format ->
        response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, format.subprotocol()));
    extension.ifPresent(
        agreed -> response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS, agreed));
    return response;
  }

  private static boolean isKey(@Nullable String key) {
    if (key == null || key.length() != KEY_CHARACTERS) {
      return false;
    }
    try {
      return Base64.getDecoder().decode(key).length == KEY_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String acceptance(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-1 not found, expected in every JDK", e);
    }
  }
}
