package dev.jetbridge.demo.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * One running copy of a formation's workload, from its creation to its end. Every event of its life
 * carries its id, and reports what it has come to.
 */
final class Cell {
  private enum Phase {
    CREATED,
    ASSIGNED,
    STARTED,
    READY,
    DEGRADED,
    DRAINING,
    ENDED
  }

  private static final int DEGRADE_ONE_IN = 4_000;
  private static final int REPORT_EVERY = 60;

  private final Formation formation;
  private final String id;
  private final int revision;
  private final String image;
  private final Node node;
  private Phase phase = Phase.CREATED;
  private boolean wanted = true;

  /** The tick at which the phase is over, where it ends by itself. */
  private long due;

  private long nextReport;

  Cell(Tick tick, Formation formation) {
    this.formation = formation;
    this.id = tick.newId("cel");
    this.revision = formation.revision();
    this.image = formation.image();
    this.node = tick.anyNode();
    enter(Phase.CREATED, tick.after(1, 3));
    tick.happened(event(Kind.CELL, "created", null, facts()));
  }

  int revision() {
    return revision;
  }

  boolean isWanted() {
    return wanted;
  }

  boolean isReady() {
    return phase == Phase.READY;
  }

  boolean isEnded() {
    return phase == Phase.ENDED;
  }

  /** Lets the cell go: it is drained as soon as it serves, and ends. */
  void retire() {
    wanted = false;
  }

  /** Degrades the cell if it is ready and runs on {@code node}, whose memory runs out. */
  void press(Tick tick, Node crowded) {
    if (phase == Phase.READY && node.equals(crowded)) {
      degrade(tick, "node-pressure");
    }
  }

  void step(Tick tick) {
    boolean over = tick.number() >= due;
    switch (phase) {
      case CREATED -> {
        if (over) {
          enter(Phase.ASSIGNED, tick.after(1, 4));
          tick.happened(event(Kind.PLACEMENT, "assigned", null, facts()));
        }
      }
      case ASSIGNED -> {
        if (over) {
          enter(Phase.STARTED, tick.after(2, 8));
          tick.happened(event(Kind.CELL, "started", node, facts()));
        }
      }
      case STARTED -> {
        if (over) {
          ready(tick, Kind.CELL, "ready");
          nextReport = tick.after(1, REPORT_EVERY);
        }
      }
      case READY -> serve(tick);
      case DEGRADED -> {
        if (over && !tick.oneIn(4)) {
          ready(tick, Kind.HEALTH, "recovered");
        } else if (over) {
          wanted = false;
          end(tick, "failed", 137);
        } else {
          serve(tick);
        }
      }
      case DRAINING -> {
        if (over) {
          end(tick, "drained", 0);
        }
      }
      case ENDED -> {}
    }
  }

  private void serve(Tick tick) {
    if (!wanted) {
      enter(Phase.DRAINING, tick.after(2, 10));
      tick.happened(event(Kind.CELL, "draining", node, facts()));
    } else if (phase == Phase.READY && tick.oneIn(DEGRADE_ONE_IN)) {
      degrade(tick, "probe-failed");
    } else if (tick.number() >= nextReport) {
      nextReport = tick.number() + REPORT_EVERY;
      ObjectNode load =
          facts()
              .put("cpuMillis", tick.between(20, 950))
              .put("memoryMiB", tick.between(64, 512))
              .put("requestsPerSecond", tick.between(0, 400));
      tick.happened(event(Kind.HEALTH, "reported", node, load));
    }
  }

  private void ready(Tick tick, Kind kind, String verb) {
    enter(Phase.READY, Long.MAX_VALUE);
    tick.happened(event(kind, verb, node, facts()));
  }

  private void degrade(Tick tick, String reason) {
    enter(Phase.DEGRADED, tick.after(15, 60));
    tick.happened(event(Kind.HEALTH, "degraded", node, facts().put("reason", reason)));
  }

  private void end(Tick tick, String reason, int exitCode) {
    enter(Phase.ENDED, Long.MAX_VALUE);
    tick.happened(event(Kind.PLACEMENT, "released", null, facts()));
    tick.happened(
        event(Kind.CELL, "ended", node, facts().put("reason", reason).put("exitCode", exitCode)));
  }

  private void enter(Phase next, long until) {
    phase = next;
    due = until;
  }

  private ObjectNode facts() {
    ObjectNode facts =
        Tick.data()
            .put("tenant", formation.tenant())
            .put("formation", formation.id())
            .put("cell", id)
            .put("image", image)
            .put("state", phase.name());
    return phase == Phase.CREATED ? facts : facts.put("node", node.name());
  }

  private Happening event(Kind kind, String verb, @Nullable Node agent, ObjectNode facts) {
    return new Happening(kind, verb, formation.tenant(), id, formation.id(), agent, facts);
  }
}
