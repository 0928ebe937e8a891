package dev.jetbridge.demo.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Someone whose formations the cluster runs, within a quota of cells. */
final class Tenant {
  private static final List<String> WORKLOADS =
      List.of("checkout", "search", "ledger", "mailer", "inventory", "webhooks", "geo-index");
  private static final int MOST_FORMATIONS = 3;
  private static final int CREATE_ONE_IN = 60;

  private final String name;
  private final int limit;
  private final List<Formation> formations = new ArrayList<>();
  private int reported;
  private boolean exceeded;

  /**
   * @param limit the most cells that may exist at a time
   */
  Tenant(String name, int limit) {
    this.name = name;
    this.limit = limit;
  }

  String name() {
    return name;
  }

  /** Lets the memory of a node run out. */
  void press(Tick tick, Node node) {
    formations.forEach(formation -> formation.cells().forEach(cell -> cell.press(tick, node)));
  }

  void step(Tick tick) {
    if (formations.size() < MOST_FORMATIONS && tick.oneIn(CREATE_ONE_IN)) {
      formations.add(new Formation(tick, this, tick.pick(WORKLOADS), tick.between(2, 8)));
    }
    formations.forEach(formation -> formation.step(tick));
    formations.removeIf(Formation::isEnded);
    int used = used();
    if (used != reported) {
      reported = used;
      exceeded = exceeded && used >= limit;
      tick.happened(quota("updated", facts()));
    }
  }

  /** Whether one more cell may be created; the first refusal in a row is told. */
  boolean grants(Tick tick, String formation) {
    if (used() < limit) {
      return true;
    }
    if (!exceeded) {
      exceeded = true;
      tick.happened(quota("exceeded", facts().put("formation", formation)));
    }
    return false;
  }

  private int used() {
    int used = 0;
    for (Formation formation : formations) {
      for (Cell cell : formation.cells()) {
        used += cell.isEnded() ? 0 : 1;
      }
    }
    return used;
  }

  private ObjectNode facts() {
    return Tick.data().put("tenant", name).put("cells", used()).put("limit", limit);
  }

  private Happening quota(String verb, ObjectNode facts) {
    return new Happening(Kind.QUOTA, verb, name, name, name, null, facts);
  }
}
