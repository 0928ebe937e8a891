package dev.jetbridge.demo.cluster;

import java.util.List;
import java.util.SplittableRandom;

/**
 * A cluster in which six tenants create formations of cells, scale them, roll out new revisions and
 * end them, while cells are placed, start, become ready, degrade, recover, are drained and end.
 *
 * <p>The same seed gives the same happenings, ids included. What happens is in order: nothing of a
 * cell before it was created or after it ended, and a formation lasts longer than its cells. The
 * number of cells stays within the tenants' quotas, so that the cluster can go on for ever. Steady
 * health reports and bursts (a rollout, a node under pressure) are mixed.
 *
 * <p>One thread at a time.
 */
public final class Cluster {
  private static final List<String> TENANTS =
      List.of("acme", "basalt", "cobalt", "dune", "ember", "fjord");
  private static final int PRESSURE_ONE_IN = 900;

  private final List<Node> nodes = Node.all();
  private final SplittableRandom random;
  private final Ids ids;
  private final List<Tenant> tenants;
  private long ticks;

  public Cluster(long seed) {
    this.random = new SplittableRandom(seed);
    this.ids = new Ids(seed);
    this.tenants = TENANTS.stream().map(name -> new Tenant(name, random.nextInt(14, 25))).toList();
  }

  /**
   * Lets one tick pass and tells what happened in it, in order; often nothing or a single thing.
   */
  public List<Happening> tick() {
    Tick tick = new Tick(++ticks, random, ids, nodes);
    if (tick.oneIn(PRESSURE_ONE_IN)) {
      Node node = tick.anyNode();
      tenants.forEach(tenant -> tenant.press(tick, node));
    }
    tenants.forEach(tenant -> tenant.step(tick));
    return tick.happenings();
  }
}
