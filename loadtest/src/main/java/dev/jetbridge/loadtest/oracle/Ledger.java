package dev.jetbridge.loadtest.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What one logical viewer was shown, over all its connections, and whether that is what it was
 * owed: every event for its {@link Audience}, from where its feed began, once, in order, as
 * published. One thread.
 *
 * <p>Where an answer depends on an acknowledgement that is still under way the question goes to the
 * {@link Docket}. What is missing counts as lost at {@link #finish}: until then it can still turn
 * out to be out of order.
 */
public final class Ledger {
  private final Truth truth;
  private final Audience audience;
  private final int viewer;
  private final Docket docket;
  private final Findings findings;
  private final Supplier<Evidence> witness;
  private final List<Gap> gaps = new ArrayList<>();
  private final List<Claim> claims = new ArrayList<>();
  private boolean started;
  private boolean gone;
  private long begin;
  private long position;
  private long delivered;
  private int connection;
  private boolean fresh;

  private record Claim(long after, long through) {}

  /**
   * A viewer that has seen nothing.
   *
   * @param witness takes note of what the viewer has received last
   */
  public Ledger(
      Truth truth,
      Audience audience,
      int viewer,
      Docket docket,
      Findings findings,
      Supplier<Evidence> witness) {
    this.truth = truth;
    this.audience = audience;
    this.viewer = viewer;
    this.docket = docket;
    this.findings = findings;
    this.witness = witness;
  }

  /** A connection was opened. */
  public void opened() {
    connection++;
    gone = false;
    fresh = true;
  }

  /** The feed begins, or after a 4410 begins again, behind this sequence. */
  public void startsAfter(long seq) {
    if (!started) {
      started = true;
      begin = seq;
      position = seq;
    } else {
      covered(seq);
    }
  }

  /** An event was shown. */
  public void event(long seq, long fingerprint) {
    if (gone) {
      report(Kind.EVENT_AFTER_GONE, seq, "event %d came after 4410".formatted(seq));
      return;
    }
    if (!started) {
      startsAfter(seq - 1);
    }
    if (seq > position) {
      if (seq != position + 1) {
        passOver(position + 1, seq - 1, Gap.Cause.LATER_EVENT);
      }
      position = seq;
      count(seq);
    } else {
      late(seq);
    }
    judgeContent(seq, fingerprint, false);
    fresh = false;
  }

  /** A bookmark, caught_up or hello said that everything up to here has been shown. */
  public void covered(long seq) {
    if (!started || seq <= position) {
      return;
    }
    passOver(position + 1, seq, Gap.Cause.BOOKMARK);
    position = seq;
  }

  /** The cursor is useless (4410): no event may follow, and the feed begins anew elsewhere. */
  public void gone() {
    claim();
    gone = true;
    started = false;
  }

  /** Something came that the protocol does not allow. */
  public void broken(String detail) {
    report(Kind.BROKEN_MESSAGE, position, detail);
  }

  /** The highest sequence shown or bookmarked; the cursor to come back with. */
  public long position() {
    return position;
  }

  /** Whether the place where the feed began is known. */
  public boolean isStarted() {
    return started;
  }

  /** How many different events of the run were shown. */
  public long delivered() {
    return delivered;
  }

  /** Whom this viewer belongs to. */
  public Audience audience() {
    return audience;
  }

  /** Whether anything up to a sequence is owed to it that lies behind its position. */
  public boolean awaitsAny(long through) {
    return position < through && truth.owesAny(audience, position + 1, through);
  }

  /** How many events are missing as far as is known by now. */
  public long missing() {
    if (gaps.isEmpty()) {
      return 0;
    }
    return gaps.stream()
        .filter(Gap::isJudged)
        .mapToLong(gap -> truth.owed(audience, gap.from, gap.to))
        .sum();
  }

  /**
   * Settles everything, once no more acknowledgement or event is to come.
   *
   * @param complete whether the viewer stayed to the end, so that everything is owed to it
   * @return how many events it was owed
   */
  public long finish(boolean complete) {
    if (started && complete && truth.settled() > position) {
      passOver(position + 1, truth.settled(), Gap.Cause.END);
      position = truth.settled();
    }
    docket.close();
    claim();
    long lost = 0;
    for (Gap gap : gaps) {
      long missing = truth.owed(audience, gap.from, gap.to);
      if (missing > 0) {
        lost += missing;
        add(Kind.LOST, gap.from, lost(gap, missing), gap.evidence(), missing);
      }
    }
    gaps.clear();
    long owed =
        claims.stream()
            .mapToLong(claim -> truth.owed(audience, claim.after + 1, claim.through))
            .sum();
    // An event whose acknowledgement went missing is known only once somebody was shown it, and by
    // then others may have been taken past it.
    long unseen = owed - delivered - lost;
    if (unseen > 0) {
      report(Kind.LOST, position, unseen, "%d events never came".formatted(unseen));
    }
    return owed;
  }

  private static String lost(Gap gap, long missing) {
    String until =
        gap.cause == Gap.Cause.END ? "did not come by the end" : "were passed over and never came";
    return "%d of the events %d to %d %s".formatted(missing, gap.from, gap.to, until);
  }

  private void claim() {
    if (started) {
      claims.add(new Claim(begin, position));
    }
  }

  private void passOver(long from, long to, Gap.Cause cause) {
    if (to <= truth.base()) {
      return;
    }
    if (to <= truth.settled() && !truth.owesAny(audience, from, to)) {
      return;
    }
    Gap gap = new Gap(from, to, cause);
    gaps.add(gap);
    if (to <= truth.settled()) {
      judge(gap);
    } else {
      docket.adjourn(new GapQuestion(gap));
    }
  }

  private void judge(Gap gap) {
    if (!gaps.contains(gap)) {
      return;
    }
    long missing = truth.owed(audience, gap.from, gap.to);
    if (missing == 0) {
      gaps.remove(gap);
      return;
    }
    gap.judged(witness.get());
    if (gap.cause == Gap.Cause.BOOKMARK) {
      add(
          Kind.BOOKMARK_AHEAD,
          gap.to,
          "%d was called complete, but of %d to %d %d had not come"
              .formatted(gap.to, gap.from, gap.to, missing),
          gap.evidence(),
          missing);
    }
  }

  private void late(long seq) {
    for (int index = 0; index < gaps.size(); index++) {
      Gap gap = gaps.get(index);
      if (gap.holds(seq)) {
        gaps.remove(index);
        for (Gap rest : gap.without(seq)) {
          gaps.add(rest);
          if (!rest.isJudged()) {
            docket.adjourn(new GapQuestion(rest));
          }
        }
        count(seq);
        found(gap, seq);
        return;
      }
    }
    report(Kind.REPEATED, seq, "event %d came again, the position was %d".formatted(seq, position));
  }

  private void found(Gap gap, long seq) {
    if (gap.cause != Gap.Cause.BOOKMARK) {
      report(Kind.OUT_OF_ORDER, seq, "event %d came after %d".formatted(seq, gap.to + 1));
    } else if (!gap.isJudged()) {
      report(
          Kind.BOOKMARK_AHEAD, seq, "event %d came after a bookmark at %d".formatted(seq, gap.to));
    }
  }

  private void count(long seq) {
    delivered += seq > truth.base() ? 1 : 0;
  }

  private void judgeContent(long seq, long fingerprint, boolean settled) {
    if (seq <= truth.base()) {
      return;
    }
    long published = truth.fingerprint(seq);
    if (published == fingerprint) {
      if (!truth.owes(audience, seq)) {
        report(Kind.NOT_ASKED_FOR, seq, "event %d is outside of the filter".formatted(seq));
      }
    } else if (published != 0) {
      report(Kind.WRONG_CONTENT, seq, "event %d has other bytes than published".formatted(seq));
    } else if (!settled && seq > truth.settled()) {
      docket.adjourn(new ContentQuestion(seq, fingerprint));
    } else if (!truth.adopt(seq, fingerprint)) {
      delivered--;
      report(Kind.NEVER_PUBLISHED, seq, "event %d was never published".formatted(seq));
    }
  }

  private void report(Kind kind, long seq, String detail) {
    report(kind, seq, 1, detail);
  }

  private void report(Kind kind, long seq, long times, String detail) {
    add(kind, seq, detail, witness.get(), times);
  }

  private void add(Kind kind, long seq, String detail, Evidence evidence, long times) {
    findings.add(
        new Violation(kind, viewer, connection, fresh && connection > 1, seq, detail, evidence),
        times);
  }

  private final class GapQuestion implements Docket.Question {
    private final Gap gap;

    GapQuestion(Gap gap) {
      this.gap = gap;
    }

    @Override
    public long through() {
      return gap.to;
    }

    @Override
    public void answer() {
      judge(gap);
    }
  }

  private final class ContentQuestion implements Docket.Question {
    private final long seq;
    private final long fingerprint;

    ContentQuestion(long seq, long fingerprint) {
      this.seq = seq;
      this.fingerprint = fingerprint;
    }

    @Override
    public long through() {
      return seq;
    }

    @Override
    public void answer() {
      judgeContent(seq, fingerprint, true);
    }
  }
}
