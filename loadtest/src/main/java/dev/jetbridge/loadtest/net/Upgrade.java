package dev.jetbridge.loadtest.net;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** A client's WebSocket handshake (RFC 6455 §4.1). */
public final class Upgrade {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final String key;
  private final String accept;

  /** A handshake with a key of its own. */
  public Upgrade() {
    byte[] nonce = new byte[16];
    ThreadLocalRandom.current().nextBytes(nonce);
    key = Base64.getEncoder().encodeToString(nonce);
    accept = accept(key);
  }

  /**
   * The request.
   *
   * @param target path and query
   * @param headers further ones, each {@code Name: value}
   */
  public byte[] request(String host, String target, List<String> headers) {
    StringBuilder head = new StringBuilder();
    head.append("GET ").append(target).append(" HTTP/1.1\r\nHost: ").append(host);
    head.append("\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n");
    head.append("Sec-WebSocket-Key: ").append(key).append("\r\n");
    headers.forEach(header -> head.append(header).append("\r\n"));
    return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** What is wrong with an answer of status 101, null where nothing is. */
  public @Nullable String fault(ResponseHead head, String subprotocol) {
    if (!head.header("sec-websocket-accept").equals(accept)) {
      return "Sec-WebSocket-Accept '%s' found, expected '%s'"
          .formatted(head.header("sec-websocket-accept"), accept);
    }
    if (!head.header("sec-websocket-protocol").equals(subprotocol)) {
      return "subprotocol '%s' found, expected '%s'"
          .formatted(head.header("sec-websocket-protocol"), subprotocol);
    }
    return null;
  }

  /** What a server has to answer to a key. */
  public static String accept(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("a JDK without SHA-1", e);
    }
  }
}
