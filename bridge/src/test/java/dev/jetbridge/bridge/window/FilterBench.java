package dev.jetbridge.bridge.window;

import dev.jetbridge.stream.SubjectFilters;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Which of many audiences an event is for: found by the trie, and by asking each filter in turn.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class FilterBench {
  /** How many filters there are, all different; three of them match an event that any matches. */
  @Param({"1", "50", "500", "5000"})
  public int filters;

  private static final String MATCHING = "cellos.events.t-0.cell.c-0.state";
  private static final String OTHER = "cellos.events.t-x.cell.c-x.state";

  private final SubjectTrie<SubjectFilters> trie = new SubjectTrie<>();
  private final List<SubjectFilters> all = new ArrayList<>();
  private final List<SubjectFilters> found = new ArrayList<>();

  /** A third by tenant, a third by cell, a third by both. */
  @Setup
  public void fill() {
    for (int i = 0; i < filters; i++) {
      int n = i / 3;
      SubjectFilters filter =
          SubjectFilters.of(
              switch (i % 3) {
                case 0 -> "cellos.events.t-" + n + ".>";
                case 1 -> "cellos.events.*.cell.c-" + n + ".state";
                default -> "cellos.events.t-" + n + ".cell.*.state";
              });
      trie.add(filter, filter);
      all.add(filter);
    }
  }

  /** The trie, an event that few filters match. */
  @Benchmark
  public int trieFewMatch() {
    return byTrie(MATCHING);
  }

  /** The trie, an event that no filter matches. */
  @Benchmark
  public int trieNoneMatches() {
    return byTrie(OTHER);
  }

  /** Filter after filter, an event that few match. */
  @Benchmark
  public int eachFewMatch() {
    return byEach(MATCHING);
  }

  /** Filter after filter, an event that none matches. */
  @Benchmark
  public int eachNoneMatches() {
    return byEach(OTHER);
  }

  private int byTrie(String subject) {
    found.clear();
    trie.match(subject, found);
    return found.size();
  }

  private int byEach(String subject) {
    int matching = 0;
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).matches(subject)) {
        matching++;
      }
    }
    return matching;
  }
}
