package dev.jetbridge.bridge.server;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections that begin without the header of the PROXY protocol, where it is required: each is
 * counted, and one a minute is told. A proxy that is set up otherwise would see its connections
 * closed and find no reason anywhere. Thread-safe.
 */
final class HeaderlessPeers {
  private static final Logger LOG = LoggerFactory.getLogger(HeaderlessPeers.class);
  private static final long PAUSE = TimeUnit.MINUTES.toNanos(1);
  private static final int LONGEST = 60;

  private final Handshakes handshakes;
  private final AtomicLong next = new AtomicLong(System.nanoTime());
  private final AtomicLong untold = new AtomicLong();

  HeaderlessPeers(Handshakes handshakes) {
    this.handshakes = handshakes;
  }

  /**
   * One more, which is closed.
   *
   * @param found what came instead of the header
   * @param nanos since it was accepted
   */
  void met(InetSocketAddress peer, String found, long nanos) {
    handshakes.finished(Handshakes.NO_PROXY_HEADER, nanos);
    long now = System.nanoTime();
    long due = next.get();
    if (now - due >= 0 && next.compareAndSet(due, now + PAUSE)) {
      LOG.warn(
          "Connection from {} closed: {} found, expected the PROXY protocol's header, version 1 or"
              + " 2, as server.proxy-protocol=required has it; {} more since the last such line",
          peer.getAddress().getHostAddress(),
          found.length() > LONGEST ? found.substring(0, LONGEST) + "..." : found,
          untold.getAndSet(0));
    } else {
      untold.incrementAndGet();
    }
  }
}
