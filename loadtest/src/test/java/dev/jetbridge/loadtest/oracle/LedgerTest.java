package dev.jetbridge.loadtest.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A ledger")
class LedgerTest {
  private static final long BASE = 100;
  private final Truth truth = new Truth(BASE);
  private final Findings findings = new Findings();
  private final Docket docket = new Docket(truth);
  private Ledger ledger = ledger(Audience.ALL);

  private Ledger ledger(Audience audience) {
    Ledger made = new Ledger(truth, audience, 7, docket, findings, () -> Evidence.NONE);
    made.opened();
    return made;
  }

  private void published(long from, long to) {
    for (long seq = from; seq <= to; seq++) {
      truth.acknowledged(seq, seq * 31, (int) (seq % 2));
    }
  }

  private void shown(long... seqs) {
    for (long seq : seqs) {
      ledger.event(seq, seq * 31);
    }
  }

  @Nested
  @DisplayName("of a viewer that was shown everything")
  class Clean {
    @Test
    @DisplayName("finds nothing, and counts what was owed")
    void clean() {
      published(101, 105);
      ledger.startsAfter(101);
      shown(102, 103, 104, 105);
      assertThat(ledger.finish(true)).isEqualTo(4);
      assertThat(ledger.delivered()).isEqualTo(4);
      assertThat(findings.counts()).isEmpty();
    }

    @Test
    @DisplayName("finds nothing where events come before their acknowledgements")
    void early() {
      ledger.startsAfter(100);
      shown(101, 102, 103);
      assertThat(findings.counts()).isEmpty();
      published(101, 103);
      docket.hear();
      assertThat(ledger.finish(true)).isEqualTo(3);
      assertThat(findings.counts()).isEmpty();
    }

    @Test
    @DisplayName("finds nothing in holes that were never the run's")
    void holes() {
      published(101, 102);
      published(110, 111);
      ledger.startsAfter(100);
      shown(101, 102, 110, 111);
      ledger.covered(111);
      ledger.finish(true);
      assertThat(findings.counts()).isEmpty();
    }

    @Test
    @DisplayName("owes a filtered viewer its own subjects only")
    void filtered() {
      published(101, 110);
      ledger = ledger(Audience.of(List.of("a.1"), List.of("a.0", "a.1")));
      ledger.startsAfter(100);
      shown(101, 103, 105, 107, 109);
      assertThat(ledger.finish(true)).isEqualTo(5);
      assertThat(findings.counts()).isEmpty();
    }

    @Test
    @DisplayName("takes an event whose acknowledgement was lost for published")
    void adopted() {
      published(101, 101);
      truth.sent(102 * 31, 0);
      published(103, 103);
      ledger.startsAfter(100);
      shown(101, 102, 103);
      ledger.finish(true);
      assertThat(findings.counts()).isEmpty();
    }
  }

  @Nested
  @DisplayName("tells")
  class Tells {
    @Test
    @DisplayName("each event lost, once the end is known")
    void lost() {
      published(101, 110);
      ledger.startsAfter(100);
      shown(101, 105, 110);
      assertThat(findings.counts()).isEmpty();
      assertThat(ledger.missing()).isEqualTo(7);
      ledger.finish(true);
      assertThat(findings.counts()).isEqualTo(Map.of(Kind.LOST, 7L));
    }

    @Test
    @DisplayName("events lost whose acknowledgements came later")
    void lostEarly() {
      ledger.startsAfter(100);
      shown(101, 105);
      published(101, 105);
      docket.hear();
      assertThat(ledger.missing()).isEqualTo(3);
      ledger.finish(true);
      assertThat(findings.counts()).isEqualTo(Map.of(Kind.LOST, 3L));
    }

    @Test
    @DisplayName("what did not come by the end, unless the viewer was turned away")
    void end() {
      published(101, 104);
      ledger.startsAfter(100);
      shown(101, 102);
      Ledger turnedAway = ledger(Audience.ALL);
      turnedAway.startsAfter(100);
      turnedAway.finish(false);
      assertThat(findings.counts()).isEmpty();
      ledger.finish(true);
      assertThat(findings.counts()).isEqualTo(Map.of(Kind.LOST, 2L));
    }

    @Test
    @DisplayName("a repetition, within a connection and across two")
    void repeated() {
      published(101, 103);
      ledger.startsAfter(100);
      shown(101, 102, 102);
      ledger.opened();
      shown(102, 103);
      ledger.finish(true);
      assertThat(findings.counts()).isEqualTo(Map.of(Kind.REPEATED, 2L));
      assertThat(findings.samples())
          .extracting(Violation::acrossReconnect)
          .containsExactly(false, true);
    }

    @Test
    @DisplayName("what comes late as out of order, not as lost")
    void outOfOrder() {
      published(101, 104);
      ledger.startsAfter(100);
      shown(101, 104, 102, 103);
      ledger.finish(true);
      assertThat(findings.counts()).isEqualTo(Map.of(Kind.OUT_OF_ORDER, 2L));
    }

    @Test
    @DisplayName("what nobody published, and other bytes than were published")
    void content() {
      published(101, 101);
      published(103, 104);
      ledger.startsAfter(100);
      shown(101, 102);
      ledger.event(103, 1);
      shown(104);
      ledger.finish(true);
      assertThat(findings.counts())
          .isEqualTo(Map.of(Kind.NEVER_PUBLISHED, 1L, Kind.WRONG_CONTENT, 1L));
    }

    @Test
    @DisplayName("a bookmark ahead once for each event that it passed, whether or not it comes")
    void bookmark() {
      published(101, 105);
      ledger.startsAfter(100);
      shown(101);
      ledger.covered(103);
      shown(102, 103, 104, 105);
      ledger.finish(true);
      assertThat(findings.counts()).isEqualTo(Map.of(Kind.BOOKMARK_AHEAD, 2L));
    }

    @Test
    @DisplayName("a bookmark ahead of what is acknowledged only later")
    void bookmarkEarly() {
      ledger.startsAfter(100);
      ledger.covered(102);
      shown(101);
      published(101, 102);
      docket.hear();
      ledger.finish(true);
      assertThat(findings.counts()).isEqualTo(Map.of(Kind.BOOKMARK_AHEAD, 2L, Kind.LOST, 1L));
    }

    @Test
    @DisplayName("an event after 4410, and owes nothing of what lies between the two feeds")
    void gone() {
      published(101, 120);
      ledger.startsAfter(100);
      shown(101, 102);
      ledger.gone();
      shown(103);
      ledger.opened();
      ledger.startsAfter(115);
      shown(116, 117, 118, 119, 120);
      assertThat(ledger.finish(true)).isEqualTo(7);
      assertThat(findings.counts()).isEqualTo(Map.of(Kind.EVENT_AFTER_GONE, 1L));
    }

    @Test
    @DisplayName("an event outside of the filter")
    void unwanted() {
      published(101, 103);
      ledger = ledger(Audience.of(List.of("a.1"), List.of("a.0", "a.1")));
      ledger.startsAfter(100);
      shown(101, 102, 103);
      ledger.finish(true);
      assertThat(findings.counts()).isEqualTo(Map.of(Kind.NOT_ASKED_FOR, 1L));
    }
  }

  @Test
  @DisplayName("agrees with a slow and simple judge about random feeds")
  void model() {
    for (int seed = 0; seed < 2_000; seed++) {
      new RandomFeed(new Random(seed)).compare("seed " + seed);
    }
  }
}
