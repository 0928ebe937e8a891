package dev.jetbridge.demo.cluster;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A machine on which cells run, and the agent on it that reports what they do.
 *
 * @param name unique in the cluster
 * @param site where it stands, as people write it: with spaces and beyond ASCII
 * @param binary whether its agent is of the release that publishes in binary content mode
 */
public record Node(String name, String site, boolean binary) {
  private static final List<String> SITES = List.of("Oslo 1", "Malmö 2", "Zürich 3");
  private static final int COUNT = 12;

  /** Every node of the cluster; a third of the agents speak binary mode. */
  static List<Node> all() {
    return IntStream.range(0, COUNT)
        .mapToObj(
            i -> new Node("node-%02d".formatted(i + 1), SITES.get(i % SITES.size()), i / 4 == 2))
        .toList();
  }
}
