package dev.jetbridge.demo.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A cluster")
class ClusterTest {
  private static final int TICKS = 10_000;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {0, 1, -1, 42, Long.MIN_VALUE, 9_007_199_254_740_993L})
  @DisplayName("tells a story in which everything follows from what came before")
  void coherent(long seed) {
    Chronicler chronicler = new Chronicler();
    happenings(seed, TICKS).forEach(chronicler::read);
  }

  @Test
  @DisplayName("never grows or dies out")
  void steady() {
    Cluster cluster = new Cluster(7);
    Chronicler chronicler = new Chronicler();
    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i < TICKS; i++) {
      cluster.tick().forEach(chronicler::read);
      if (i > TICKS / 10) {
        sizes.add(chronicler.cells());
      }
    }
    assertThat(sizes).allMatch(size -> size >= 20 && size <= 6 * 24);
  }

  @Test
  @DisplayName("happens on a few dozen subjects, in every way it knows")
  void variety() {
    Set<String> subjects = new HashSet<>();
    Set<String> types = new HashSet<>();
    happenings(3, TICKS)
        .forEach(happening -> {
          subjects.add(happening.tenant() + "." + happening.kind().token());
          types.add(happening.kind().token() + "." + happening.verb());
        });
    assertThat(subjects).hasSize(36);
    assertThat(types)
        .containsExactlyInAnyOrder(
            "formation.created",
            "formation.scaled",
            "formation.ending",
            "formation.ended",
            "cell.created",
            "cell.started",
            "cell.ready",
            "cell.draining",
            "cell.ended",
            "placement.assigned",
            "placement.released",
            "health.reported",
            "health.degraded",
            "health.recovered",
            "quota.updated",
            "quota.exceeded",
            "rollout.started",
            "rollout.progressed",
            "rollout.completed");
  }

  @Test
  @DisplayName("mixes quiet with bursts")
  void bursts() {
    Cluster cluster = new Cluster(11);
    List<Integer> sizes = IntStream.range(0, TICKS).mapToObj(i -> cluster.tick().size()).toList();
    assertThat(sizes).as("a tick in which nothing happens").contains(0);
    assertThat(sizes).as("a burst").anyMatch(size -> size >= 15);
  }

  @Test
  @DisplayName("has agents of both content modes, and a control plane beside them")
  void reporters() {
    assertThat(happenings(5, 2_000))
        .anyMatch(happening -> happening.agent() == null)
        .anyMatch(happening -> happening.agent() != null && happening.agent().binary())
        .anyMatch(happening -> happening.agent() != null && !happening.agent().binary());
  }

  @Test
  @DisplayName("is the same for the same seed, and another for another")
  void deterministic() {
    List<Happening> first = happenings(99, 2_000).toList();
    assertThat(happenings(99, 2_000)).containsExactlyElementsOf(first);
    assertThat(happenings(100, 2_000).map(Happening::subject))
        .filteredOn(id -> id.contains("-"))
        .doesNotContainAnyElementsOf(
            first.stream().map(Happening::subject).filter(id -> id.contains("-")).toList());
  }

  private static Stream<Happening> happenings(long seed, int ticks) {
    Cluster cluster = new Cluster(seed);
    return IntStream.range(0, ticks).boxed().flatMap(i -> cluster.tick().stream());
  }
}
