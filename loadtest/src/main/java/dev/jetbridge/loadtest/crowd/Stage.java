package dev.jetbridge.loadtest.crowd;

import dev.jetbridge.loadtest.measure.RunClock;
import dev.jetbridge.loadtest.oracle.Truth;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * What all viewers of a process share.
 *
 * @param destinations where they connect to, each connection of a viewer to the next one
 * @param sources addresses that they connect from by turns; empty to let the kernel choose
 * @param subjects the run's subjects, by number
 */
public record Stage(
    List<Destination> destinations,
    Truth truth,
    RunClock clock,
    List<InetSocketAddress> sources,
    List<String> subjects) {
  /** Keeps copies. */
  public Stage {
    destinations = List.copyOf(destinations);
    sources = List.copyOf(sources);
    subjects = List.copyOf(subjects);
  }

  /** Where a viewer's connection goes: by turns, so that viewers and reconnects are spread. */
  Destination destination(int viewer, int connection) {
    return destinations.get(Math.floorMod(viewer + connection, destinations.size()));
  }

  /** Whether feeds that begin with the latest say where that is; the same for all. */
  boolean tellsWhereItBegins() {
    return destinations.getFirst().adapter().tellsWhereItBegins();
  }
}
