package dev.jetbridge.demo.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A number of equal cells that the cluster keeps running for a tenant: missing ones are created,
 * those too many are retired, and a new revision replaces all of them a few at a time.
 */
final class Formation {
  private static final int SCALE_ONE_IN = 400;
  private static final int ROLLOUT_ONE_IN = 600;
  private static final int END_ONE_IN = 2_000;
  private static final int LARGEST = 10;

  private final Tenant tenant;
  private final String id;
  private final String workload;
  private final List<Cell> cells = new ArrayList<>();
  private int size;
  private int revision = 1;
  private @Nullable Rollout rollout;
  private boolean ending;
  private boolean ended;

  /** Creates the formation; its cells follow with its first step. */
  Formation(Tick tick, Tenant tenant, String workload, int size) {
    this.tenant = tenant;
    this.id = tick.newId("frm");
    this.workload = workload;
    this.size = size;
    tick.happened(event("created", facts("CREATED")));
  }

  String id() {
    return id;
  }

  String tenant() {
    return tenant.name();
  }

  int revision() {
    return revision;
  }

  String image() {
    return "registry.cellos.example/%s:1.%d.0".formatted(workload, revision);
  }

  int size() {
    return size;
  }

  boolean isEnded() {
    return ended;
  }

  List<Cell> cells() {
    return cells;
  }

  /** How many cells count towards the size: those that are not on their way out. */
  int wanted() {
    int wanted = 0;
    for (Cell cell : cells) {
      wanted += cell.isWanted() ? 1 : 0;
    }
    return wanted;
  }

  void step(Tick tick) {
    cells.forEach(cell -> cell.step(tick));
    cells.removeIf(Cell::isEnded);
    if (rollout != null) {
      rollout = rollout.step(tick, this) ? null : rollout;
    } else if (!ending) {
      decide(tick);
    }
    if (ending) {
      endWhenEmpty(tick);
    } else {
      reconcile(tick);
    }
  }

  private void decide(Tick tick) {
    if (tick.oneIn(END_ONE_IN)) {
      ending = true;
      tick.happened(event("ending", facts("ENDING")));
    } else if (tick.oneIn(SCALE_ONE_IN)) {
      scale(tick, tick.between(1, LARGEST));
    } else if (tick.oneIn(ROLLOUT_ONE_IN)) {
      revision++;
      rollout = new Rollout(tick, this);
    }
  }

  private void scale(Tick tick, int to) {
    if (to != size) {
      int from = size;
      size = to;
      tick.happened(event("scaled", facts("RUNNING").put("from", from).put("to", to)));
    }
  }

  private void reconcile(Tick tick) {
    int wanted = wanted();
    while (wanted < size && tenant.grants(tick, id)) {
      cells.add(new Cell(tick, this));
      wanted++;
    }
    if (wanted > size) {
      cells.stream().filter(Cell::isWanted).limit(wanted - size).forEach(Cell::retire);
    }
  }

  private void endWhenEmpty(Tick tick) {
    cells.forEach(Cell::retire);
    if (cells.isEmpty()) {
      ended = true;
      tick.happened(event("ended", facts("ENDED")));
    }
  }

  private ObjectNode facts(String state) {
    return Tick.data()
        .put("tenant", tenant.name())
        .put("formation", id)
        .put("workload", workload)
        .put("image", image())
        .put("size", size)
        .put("state", state);
  }

  private Happening event(String verb, ObjectNode facts) {
    return new Happening(Kind.FORMATION, verb, tenant.name(), id, id, null, facts);
  }
}
