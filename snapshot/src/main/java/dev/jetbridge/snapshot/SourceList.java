package dev.jetbridge.snapshot;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The sources heard up to a position. Immutable; for any thread. */
public final class SourceList {
  private final Liveness liveness;
  private final long since;
  private final long position;
  private final Pages pages;

  SourceList(Liveness liveness, long since, long position, Pages pages) {
    this.liveness = liveness;
    this.since = since;
    this.position = position;
    this.pages = pages;
  }

  /**
   * A source and what it is called at some moment.
   *
   * @param seen what was last heard of it
   * @param state by the ages given
   */
  public record Judged(SourceSeen seen, Liveness.State state) {}

  /** Listened from after this position: a source that was last heard before it is not listed. */
  public long since() {
    return since;
  }

  /** Every event up to here counts, and none above. */
  public long position() {
    return position;
  }

  public int size() {
    return pages.size();
  }

  /** All of them as they are judged at a moment of the broker's clock. */
  public List<Judged> at(Instant now) {
    List<Judged> judged = new ArrayList<>(pages.size());
    for (int slot = pages.next(0); slot >= 0; slot = pages.next(slot + 1)) {
      SourceSeen seen = SourceSeen.unpacked(pages.at(slot));
      judged.add(new Judged(seen, liveness.at(now, seen.heard())));
    }
    return judged;
  }
}
