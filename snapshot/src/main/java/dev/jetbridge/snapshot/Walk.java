package dev.jetbridge.snapshot;

import org.jspecify.annotations.Nullable;

/**
 * A way through the items of one version, at the pace of whoever goes it. For one thread; costs an
 * integer and a reference to the version, however far it is.
 */
public final class Walk {
  /** The place before the first item. */
  public static final int START = 0;

  private final Pages pages;
  private int place;

  Walk(Pages pages, int after) {
    if (after < START || after > pages.slots()) {
      throw new IllegalArgumentException(
          "place " + after + " found, expected " + START + " to " + pages.slots());
    }
    this.pages = pages;
    this.place = after;
  }

  /** The next item; null at the end. */
  public @Nullable Item next() {
    int slot = pages.next(place);
    if (slot < 0) {
      place = pages.slots();
      return null;
    }
    place = slot + 1;
    return Item.of(pages.at(slot));
  }

  /** Whether another item follows. */
  public boolean hasNext() {
    return pages.next(place) >= 0;
  }

  /** Where a walk goes on after the last item returned. */
  public int place() {
    return place;
  }
}
