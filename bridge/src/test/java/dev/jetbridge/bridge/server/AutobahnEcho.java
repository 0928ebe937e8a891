package dev.jetbridge.bridge.server;

import java.io.IOException;

/**
 * Serves an echo for the Autobahn test suite until its standard input ends; see scripts/autobahn.
 * Prints the port and the subprotocol that carries the token.
 */
final class AutobahnEcho {
  /** The suite's largest message has 16 MiB. */
  private static final InboundLimits ROOMY = new InboundLimits(32 << 20, 10_000_000);

  private AutobahnEcho() {}

  @SuppressWarnings("SystemOut") // The script reads it.
  public static void main(String[] args) throws IOException {
    try (TestPort port =
        TestPort.with()
            .inbound(ROOMY)
            .opener((channel, request) -> new EchoSession(channel))
            .open()) {
      System.out.println(port.number() + " " + TestPort.bearer(TestPort.ALL));
      while (System.in.read() >= 0) {
        // Until whoever started it lets go.
      }
    }
  }
}
