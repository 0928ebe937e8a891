package dev.jetbridge.snapshot;

/**
 * The state at one position: what every event up to it came to, and none above. Immutable and for
 * any thread; the fold goes on without it. It keeps alive the entries that it holds, so that one
 * held for long costs what was overwritten since.
 */
public final class Version {
  private final Projection projection;
  private final Label label;
  private final Pages pages;

  Version(Projection projection, Label label, Pages pages) {
    this.projection = projection;
    this.label = label;
    this.pages = pages;
  }

  public Projection projection() {
    return projection;
  }

  public Label label() {
    return label;
  }

  /** How many keys it holds. */
  public int size() {
    return pages.size();
  }

  /** Bytes of its entries, keys and subjects included, Java's headers not. */
  public long bytes() {
    return pages.bytes();
  }

  /** Goes through all of it. */
  public Walk walk() {
    return walk(Walk.START);
  }

  /**
   * Goes through what follows a place. The order is the same for every walk through this version,
   * and another in other versions.
   *
   * @param after {@link Walk#START} or the {@link Walk#place} of a walk through this version
   */
  public Walk walk(int after) {
    return new Walk(pages, after);
  }
}
