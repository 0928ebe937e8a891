package dev.jetbridge.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The admin port: metrics, probes and what an operator asks a running bridge.
 *
 * @param host address to listen on
 * @param port TCP port; 0 takes any free one
 * @param token what a caller who is not on the loopback address must present for anything but
 *     metrics and probes; null refuses those callers
 * @param allowedHosts names that the {@code Host} header may carry beside the address itself; any
 *     other is refused, which stops DNS rebinding
 */
public record AdminSettings(
    String host, int port, @Nullable Secret token, List<String> allowedHosts) {

  static final Key<String> HOST =
      Key.of("admin.host", Text.HOST, "127.0.0.1", "Address that the admin port listens on.");
  static final Key<Integer> PORT =
      Key.of("admin.port", Types.PORT, "8081", "The admin port. `0` takes any free one.");
  static final Key<Secret> TOKEN =
      Key.optional(
          "admin.token",
          Types.SECRET,
          "Bearer token for all but `/metrics`, `/livez` and `/readyz` from callers that are not on the loopback address. Left out: such callers are refused.");
  static final Key<List<String>> ALLOWED_HOSTS =
      Key.of(
          "admin.allowed-hosts",
          Types.list(Text.HOST),
          "localhost,127.0.0.1,::1",
          "Names, without port, that the `Host` header may carry (beside `admin.host`); any other is refused, against DNS rebinding.");

  static final Section SECTION =
      new Section("Admin port", List.of(HOST, PORT, TOKEN, ALLOWED_HOSTS), AdminSettings::read);

  public AdminSettings {
    HOST.check(host);
    PORT.check(port);
    allowedHosts = List.copyOf(allowedHosts);
    ALLOWED_HOSTS.check(allowedHosts);
  }

  /** The loopback address, port 8081, no token. */
  public static AdminSettings defaults() {
    return read(Values.DEFAULTS);
  }

  static AdminSettings read(Values values) {
    return new AdminSettings(
        values.get(HOST), values.get(PORT), values.optional(TOKEN), values.get(ALLOWED_HOSTS));
  }
}
