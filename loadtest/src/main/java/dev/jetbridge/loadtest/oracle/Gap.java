package dev.jetbridge.loadtest.oracle;

import java.util.List;
import java.util.stream.Stream;

/** Sequences that a viewer was taken past without having been shown what may lie there. */
final class Gap {
  /** What took it past them. */
  enum Cause {
    LATER_EVENT,
    BOOKMARK,
    END
  }

  final long from;
  final long to;
  final Cause cause;
  private Evidence evidence = Evidence.NONE;
  private boolean judged;

  Gap(long from, long to, Cause cause) {
    this.from = from;
    this.to = to;
    this.cause = cause;
  }

  /** Whether it is known that something is missing here. */
  boolean isJudged() {
    return judged;
  }

  void judged(Evidence around) {
    judged = true;
    evidence = around;
  }

  Evidence evidence() {
    return evidence;
  }

  boolean holds(long seq) {
    return from <= seq && seq <= to;
  }

  /** What is left of it once one of its sequences has come. */
  List<Gap> without(long seq) {
    Gap before = part(from, seq - 1);
    Gap after = part(seq + 1, to);
    return Stream.of(before, after).filter(gap -> gap.from <= gap.to).toList();
  }

  private Gap part(long first, long last) {
    Gap part = new Gap(first, last, cause);
    part.judged = judged;
    part.evidence = evidence;
    return part;
  }
}
