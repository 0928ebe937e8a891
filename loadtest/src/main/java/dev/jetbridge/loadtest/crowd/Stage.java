package dev.jetbridge.loadtest.crowd;

import dev.jetbridge.loadtest.adapter.Adapter;
import dev.jetbridge.loadtest.measure.RunClock;
import dev.jetbridge.loadtest.oracle.Truth;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all viewers of a process share.
 *
 * @param server where they connect to
 * @param sources addresses that they connect from by turns; empty to let the kernel choose
 * @param tls how to encrypt, null for not at all
 * @param subjects the run's subjects, by number
 */
public record Stage(
    Adapter adapter,
    Truth truth,
    RunClock clock,
    InetSocketAddress server,
    List<InetSocketAddress> sources,
    @Nullable ClientTls tls,
    List<String> subjects) {
  /** Keeps copies. */
  public Stage {
    sources = List.copyOf(sources);
    subjects = List.copyOf(subjects);
  }
}
