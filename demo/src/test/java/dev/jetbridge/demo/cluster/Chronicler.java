package dev.jetbridge.demo.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Reads happenings one by one as somebody would who knows nothing but them, and fails at the first
 * that doesn't make sense after those before it.
 */
final class Chronicler {
  private static final Map<String, Set<String>> AFTER =
      Map.ofEntries(
          Map.entry("", Set.of("cell.created")),
          Map.entry("cell.created", Set.of("placement.assigned")),
          Map.entry("placement.assigned", Set.of("cell.started")),
          Map.entry("cell.started", Set.of("cell.ready")),
          Map.entry("READY", Set.of("health.reported", "health.degraded", "cell.draining")),
          Map.entry(
              "DEGRADED",
              Set.of("health.reported", "health.recovered", "cell.draining", "placement.released")),
          Map.entry("cell.draining", Set.of("placement.released")),
          Map.entry("placement.released", Set.of("cell.ended")));

  private final Map<String, String> cells = new HashMap<>();
  private final Map<String, String> homes = new HashMap<>();
  private final Map<String, Integer> sizes = new HashMap<>();
  private final Map<String, String> rollouts = new HashMap<>();
  private final Map<String, Integer> cellsOf = new HashMap<>();
  private final Set<String> ending = new HashSet<>();
  private final Set<String> used = new HashSet<>();

  void read(Happening happening) {
    assertThat(happening.data().path("tenant").asText()).isEqualTo(happening.tenant());
    switch (happening.kind()) {
      case FORMATION -> formation(happening);
      case CELL, PLACEMENT, HEALTH -> cell(happening);
      case QUOTA -> quota(happening);
      case ROLLOUT -> rollout(happening);
    }
  }

  /** Cells that exist now. */
  int cells() {
    return cells.size();
  }

  private void formation(Happening happening) {
    String id = happening.subject();
    int size = happening.data().path("size").asInt();
    assertThat(happening.partition()).isEqualTo(id);
    switch (happening.verb()) {
      case "created" -> {
        assertThat(used.add(id)).as("%s is new", id).isTrue();
        assertThat(sizes.put(id, size)).isNull();
      }
      case "scaled" -> {
        assertThat(happening.data().path("from").asInt()).isEqualTo(sizes.put(id, size));
        assertThat(happening.data().path("to").asInt()).isEqualTo(size);
      }
      case "ending" -> {
        assertThat(sizes).as("formations that exist").containsKey(id);
        assertThat(ending.add(id)).isTrue();
      }
      case "ended" -> {
        assertThat(ending.remove(id)).as("%s was ending", id).isTrue();
        assertThat(homes.values()).as("formations of the cells that exist").doesNotContain(id);
        assertThat(rollouts).doesNotContainKey(id);
        sizes.remove(id);
      }
      default -> throw new AssertionError("unknown: " + happening);
    }
  }

  private void cell(Happening happening) {
    String id = happening.subject();
    String step = happening.kind().token() + "." + happening.verb();
    assertThat(happening.data().path("cell").asText()).isEqualTo(id);
    assertThat(happening.data().path("formation").asText()).isEqualTo(happening.partition());
    assertThat(sizes).as("formations that exist").containsKey(happening.partition());
    assertThat(homes.getOrDefault(id, happening.partition())).isEqualTo(happening.partition());
    String before = cells.getOrDefault(id, "");
    assertThat(AFTER.get(before)).as("what may follow %s of %s", before, id).contains(step);
    switch (step) {
      case "cell.created" -> {
        assertThat(used.add(id)).as("%s is new", id).isTrue();
        assertThat(ending)
            .as("formations that take no more cells")
            .doesNotContain(happening.partition());
        homes.put(id, happening.partition());
        cellsOf.merge(happening.tenant(), 1, Integer::sum);
        cells.put(id, step);
      }
      case "cell.ended" -> {
        homes.remove(id);
        cellsOf.merge(happening.tenant(), -1, Integer::sum);
        cells.remove(id);
      }
      case "cell.ready", "health.recovered" -> cells.put(id, "READY");
      case "health.degraded" -> cells.put(id, "DEGRADED");
      case "health.reported" ->
          assertThat(happening.data().path("state").asText()).isEqualTo(before);
      default -> cells.put(id, step);
    }
  }

  private void quota(Happening happening) {
    int count = happening.data().path("cells").asInt();
    assertThat(count).isEqualTo(cellsOf.getOrDefault(happening.tenant(), 0));
    assertThat(count).isLessThanOrEqualTo(happening.data().path("limit").asInt());
  }

  private void rollout(Happening happening) {
    String id = happening.subject();
    if (happening.verb().equals("started")) {
      assertThat(used.add(id)).as("%s is new", id).isTrue();
      assertThat(rollouts.put(happening.partition(), id)).as("one at a time").isNull();
    } else {
      assertThat(rollouts).containsEntry(happening.partition(), id);
    }
    if (happening.verb().equals("completed")) {
      rollouts.remove(happening.partition());
    }
  }
}
