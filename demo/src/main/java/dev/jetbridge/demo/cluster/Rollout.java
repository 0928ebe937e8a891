package dev.jetbridge.demo.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** The replacement of a formation's cells by cells of a new revision, a batch at a time. */
final class Rollout {
  private static final int BATCH = 3;

  private final String id;
  private int told;

  /** Starts it; the formation's revision is the new one already. */
  Rollout(Tick tick, Formation formation) {
    this.id = tick.newId("rol");
    tick.happened(event("started", formation, 0));
  }

  /**
   * Retires the next batch of old cells once every new one is ready. The quota may leave the
   * formation short of cells: those that it has are what counts.
   *
   * @return whether the rollout is over
   */
  boolean step(Tick tick, Formation formation) {
    List<Cell> old = new ArrayList<>();
    int fresh = 0;
    int ready = 0;
    for (Cell cell : formation.cells()) {
      if (cell.isWanted() && cell.revision() < formation.revision()) {
        old.add(cell);
      } else if (cell.isWanted()) {
        fresh++;
        ready += cell.isReady() ? 1 : 0;
      }
    }
    if (ready > told) {
      told = ready;
      tick.happened(event("progressed", formation, ready));
    }
    boolean settled = ready == fresh;
    if (settled && old.isEmpty() && ready > 0) {
      tick.happened(event("completed", formation, ready));
      return true;
    }
    if (settled) {
      old.stream().limit(BATCH).forEach(Cell::retire);
    }
    return false;
  }

  private Happening event(String verb, Formation formation, int ready) {
    ObjectNode facts =
        Tick.data()
            .put("tenant", formation.tenant())
            .put("formation", formation.id())
            .put("rollout", id)
            .put("image", formation.image())
            .put("ready", ready)
            .put("size", formation.size());
    return new Happening(Kind.ROLLOUT, verb, formation.tenant(), id, formation.id(), null, facts);
  }
}
