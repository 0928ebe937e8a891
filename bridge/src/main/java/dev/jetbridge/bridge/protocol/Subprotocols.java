package dev.jetbridge.bridge.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a client offers in {@code Sec-WebSocket-Protocol} (RFC 6455 §11.3.4). Entries that are not
 * ours are passed over.
 *
 * @param format the dialect that is echoed; empty where none of ours was offered, which makes the
 *     feed plain and echoes nothing
 * @param bearers what follows {@code bearer.} in each such entry, not decoded
 */
public record Subprotocols(Optional<Format> format, List<String> bearers) {
  private static final String BEARER = "bearer.";

  public Subprotocols {
    bearers = List.copyOf(bearers);
  }

  /** Reads the header's lines: each a list with commas. */
  public static Subprotocols read(List<String> lines) {
    boolean v1 = false;
    boolean plain = false;
    List<String> bearers = new ArrayList<>();
    for (String line : lines) {
      for (String entry : line.split(",", -1)) {
        String offered = entry.strip();
        v1 |= offered.equals(Format.V1.subprotocol());
        plain |= offered.equals(Format.PLAIN.subprotocol());
        if (offered.startsWith(BEARER)) {
          bearers.add(offered.substring(BEARER.length()));
        }
      }
    }
    Optional<Format> echoed =
        v1 ? Optional.of(Format.V1) : plain ? Optional.of(Format.PLAIN) : Optional.empty();
    return new Subprotocols(echoed, bearers);
  }

  // A token must not stray into a log by way of this record.
  @Override
  public String toString() {
    return "Subprotocols[format=" + format + ", bearers=" + bearers.size() + "]";
  }
}
