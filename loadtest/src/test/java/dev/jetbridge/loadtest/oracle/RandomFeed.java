package dev.jetbridge.loadtest.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

/**
 * A feed with faults put in at random, acknowledged at random times, and what a judge finds who
 * sees all of it at once.
 */
final class RandomFeed {
  private static final int EVENTS = 30;

  private final Random random;
  private final Truth truth = new Truth(0);
  private final Findings findings = new Findings();
  private final Docket docket = new Docket(truth);
  private final Map<Kind, Long> expected = new EnumMap<>(Kind.class);
  private long acknowledged;

  RandomFeed(Random random) {
    this.random = random;
  }

  void compare(String description) {
    List<Long> shown = new ArrayList<>();
    for (long seq = 1; seq <= EVENTS; seq++) {
      if (random.nextInt(10) > 0) {
        shown.add(seq);
      }
      if (random.nextInt(20) == 0) {
        shown.add(1 + random.nextLong(seq));
      }
    }
    if (random.nextInt(4) == 0) {
      int at = random.nextInt(shown.size() - 1);
      Collections.swap(shown, at, at + 1);
    }
    judge(shown);
    Ledger ledger = new Ledger(truth, Audience.ALL, 0, docket, findings, () -> Evidence.NONE);
    ledger.opened();
    ledger.startsAfter(0);
    for (long seq : shown) {
      acknowledgeSome();
      ledger.event(seq, seq);
    }
    while (acknowledged < EVENTS) {
      acknowledgeSome();
    }
    long owed = ledger.finish(true);
    assertThat(findings.counts()).as("%s: %s", description, shown).isEqualTo(expected);
    assertThat(owed).as(description).isEqualTo(EVENTS);
  }

  private void acknowledgeSome() {
    for (int count = random.nextInt(3); count > 0 && acknowledged < EVENTS; count--) {
      acknowledged++;
      truth.acknowledged(acknowledged, acknowledged, 0);
    }
    if (random.nextInt(3) == 0) {
      docket.hear();
    }
  }

  private void judge(List<Long> shown) {
    TreeSet<Long> seen = new TreeSet<>();
    for (long seq : shown) {
      if (seen.contains(seq)) {
        expected.merge(Kind.REPEATED, 1L, Long::sum);
      } else if (!seen.isEmpty() && seq < seen.last()) {
        expected.merge(Kind.OUT_OF_ORDER, 1L, Long::sum);
      }
      seen.add(seq);
    }
    if (seen.size() < EVENTS) {
      expected.put(Kind.LOST, (long) EVENTS - seen.size());
    }
  }
}
