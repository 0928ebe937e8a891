package dev.jetbridge.bridge.server;

import dev.jetbridge.bridge.protocol.RequestTarget;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request to the admin port, in good form.
 *
 * @param method as sent
 * @param host the {@code Host} header
 * @param origin the {@code Origin} header; null where there is none
 * @param authorization every {@code Authorization} header
 * @param caller the peer's address as the socket sees it
 * @param local the address that it connected to
 */
public record AdminRequest(
    String method,
    RequestTarget target,
    String host,
    @Nullable String origin,
    List<String> authorization,
    InetAddress caller,
    InetAddress local) {
  public AdminRequest {
    authorization = List.copyOf(authorization);
  }

  /** All but the credentials. */
  @Override
  public String toString() {
    return method + " " + target.path() + " from " + caller.getHostAddress();
  }
}
