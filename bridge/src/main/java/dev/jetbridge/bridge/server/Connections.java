package dev.jetbridge.bridge.server;

import dev.jetbridge.config.ConnectionLimits;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the open connections of the data port, all together and by address. Thread-safe.
 *
 * <p>An IPv6 address counts as its /64 network, which is what one customer is given (RFC 6177): a
 * single host has 2^64 addresses to choose from.
 */
final class Connections {
  /** The fewest connections beyond the limits that may wait to be told 429. */
  private static final int MIN_REFUSED = 64;

  private static final int REFUSED_SHARE = 10;
  private static final int NETWORK_BYTES = 8;
  private static final int IPV6_BYTES = 16;

  private final int maxTotal;
  private final int maxPerAddress;
  private final int maxRefused;
  private final AtomicInteger total = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final ConcurrentMap<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();
  private final Queue<CompletableFuture<Void>> waiting = new ConcurrentLinkedQueue<>();

  Connections(ConnectionLimits limits) {
    maxTotal = limits.maxConnections();
    maxPerAddress = limits.maxConnectionsPerAddress();
    maxRefused = Math.max(MIN_REFUSED, maxTotal / REFUSED_SHARE);
  }

  /**
   * Counts a connection in; each must be told to {@link #left} once, with the answer given here.
   */
  Admission entered(InetAddress address) {
    Admission admission = admit(address);
    if (admission == Admission.WITHIN) {
      return admission;
    }
    return refused.incrementAndGet() <= maxRefused ? admission : Admission.TURNED_AWAY;
  }

  /**
   * Counts a connection in whose client is not known yet; each must be told to {@link #leftUnnamed}
   * once, or to {@link #named}.
   */
  boolean enteredUnnamed() {
    if (total.incrementAndGet() > maxTotal + maxRefused) {
      total.decrementAndGet();
      return false;
    }
    return true;
  }

  /** Counts a connection out whose client never became known. */
  void leftUnnamed() {
    total.decrementAndGet();
    tellIfNone();
  }

  /** The client of a connection is known: from now on it counts as if it had come by itself. */
  Admission named(InetAddress address) {
    total.decrementAndGet();
    Admission admission = entered(address);
    tellIfNone();
    return admission;
  }

  /** Counts a connection out. */
  void left(InetAddress address, Admission admission) {
    if (admission == Admission.WITHIN) {
      total.decrementAndGet();
      byAddress.computeIfPresent(network(address), (a, count) -> count == 1 ? null : count - 1);
      tellIfNone();
    } else {
      refused.decrementAndGet();
    }
  }

  /** The connections within the limits. */
  int open() {
    return total.get();
  }

  /** Completed, on the thread of whoever leaves, once none is open within the limits. */
  CompletableFuture<Void> none() {
    CompletableFuture<Void> none = new CompletableFuture<>();
    waiting.add(none);
    // One that left before it was added has told nobody.
    tellIfNone();
    return none;
  }

  private void tellIfNone() {
    if (total.get() == 0) {
      for (var none = waiting.poll(); none != null; none = waiting.poll()) {
        none.complete(null);
      }
    }
  }

  private Admission admit(InetAddress address) {
    if (total.incrementAndGet() > maxTotal) {
      total.decrementAndGet();
      return Admission.OVER_TOTAL;
    }
    int ofAddress = byAddress.merge(network(address), 1, Integer::sum);
    if (ofAddress > maxPerAddress) {
      left(address, Admission.WITHIN);
      return Admission.OVER_ADDRESS;
    }
    return Admission.WITHIN;
  }

  private static InetAddress network(InetAddress address) {
    if (!(address instanceof Inet6Address) || address.isLoopbackAddress()) {
      return address;
    }
    byte[] prefix = Arrays.copyOf(address.getAddress(), NETWORK_BYTES);
    try {
      return InetAddress.getByAddress(Arrays.copyOf(prefix, IPV6_BYTES));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("16 bytes found to be no IPv6 address", e);
    }
  }
}
