package dev.jetbridge.bridge.window;

import dev.jetbridge.stream.Epoch;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The newest entries of the stream in tail order, bounded in number and in bytes.
 *
 * <p>Two sequences frame it. {@code floor} is what the tail had passed just before the oldest entry
 * held, {@code head} the highest that it has passed; both count what was scanned, held or not. A
 * reader whose position is at or above the floor finds every later event here.
 *
 * <p>One writer, the tail's thread; any number of readers on any thread, without locks. A reader
 * that is too slow learns so by {@link Reader#read} and is never given a wrong entry.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // one writer: volatile only publishes
public final class Window {
  private final int capacity;
  private final long maxBytes;
  private final AtomicReferenceArray<@Nullable Slot> slots;
  private volatile long oldest;
  private volatile long next;
  private volatile long floor;
  private volatile long head;
  private volatile long bytes;
  private volatile Incarnation incarnation = new Incarnation(null, 0);

  /**
   * One life of the stream, as the window has seen it. Compared by identity: a stream that begins
   * again under the same creation time is another incarnation of the same epoch.
   */
  @SuppressWarnings("ClassCanBeRecord") // records compare by value
  public static final class Incarnation {
    private final @Nullable Epoch epoch;
    private final int number;

    private Incarnation(@Nullable Epoch epoch, int number) {
      this.epoch = epoch;
      this.number = number;
    }

    /** Whether it came right after another one. */
    public boolean follows(Incarnation earlier) {
      return number == earlier.number + 1;
    }

    /** The stream's epoch, null before the tail has found the stream. */
    public @Nullable Epoch epoch() {
      return epoch;
    }
  }

  /** An entry and its place in the whole row, by which a slot used again is told. */
  private record Slot(long ordinal, Entry entry) {}

  /**
   * A window that holds nothing at position 0.
   *
   * @param capacity entries at most, 1 or more
   * @param maxBytes bytes at most, of frames and what holds them; the newest entry is held whatever
   *     its size
   */
  public Window(int capacity, long maxBytes) {
    if (capacity < 1 || maxBytes < 1) {
      throw new IllegalArgumentException(
          "window of " + capacity + " events and " + maxBytes + " bytes found, expected 1 or more");
    }
    this.capacity = capacity;
    this.maxBytes = maxBytes;
    this.slots = new AtomicReferenceArray<>(capacity);
  }

  /** Adds the next entry and moves the head to it. Tail's thread. */
  void append(Entry entry) {
    if (entry.sequence() <= head) {
      throw new IllegalArgumentException(
          "entry " + entry.sequence() + " found, expected above the head " + head);
    }
    if (next - oldest == capacity) {
      evictOldest();
    }
    long ordinal = next;
    slots.set(slot(ordinal), new Slot(ordinal, entry));
    bytes = bytes + entry.retainedBytes();
    next = ordinal + 1;
    // Last: whoever has read this head finds every entry up to it.
    head = entry.sequence();
    while (bytes > maxBytes && next - oldest > 1) {
      evictOldest();
    }
  }

  /** Moves the head over what the tail has scanned without finding an entry. Tail's thread. */
  void advance(long position) {
    if (position > head) {
      head = position;
    }
  }

  /** Lets go of everything at or below a position, the head at most. Tail's thread. */
  void trim(long position) {
    long bound = Math.min(position, head);
    while (oldest < next && entryAt(oldest).sequence() <= bound) {
      evictOldest();
    }
    if (bound > floor) {
      floor = bound;
    }
  }

  /** Lets go of entries older than a moment of the broker's clock. Tail's thread. */
  void expire(Instant olderThan) {
    while (oldest < next && entryAt(oldest).time().isBefore(olderThan)) {
      evictOldest();
    }
  }

  /** Empties it: floor and head are the given position. Tail's thread. */
  void reset(long position) {
    // The floor first and out of reach, so that no reader takes an old entry for a new one.
    floor = Long.MAX_VALUE;
    while (oldest < next) {
      evictOldest();
    }
    head = position;
    floor = position;
  }

  /** Empties it for another incarnation of the stream. Tail's thread. */
  void replace(long position, Epoch epoch) {
    incarnation = new Incarnation(epoch, incarnation.number + 1);
    reset(position);
  }

  private void evictOldest() {
    long ordinal = oldest;
    Entry entry = entryAt(ordinal);
    if (floor != Long.MAX_VALUE) {
      floor = Math.max(floor, entry.sequence());
    }
    oldest = ordinal + 1;
    slots.set(slot(ordinal), null);
    bytes = bytes - entry.retainedBytes();
  }

  private Entry entryAt(long ordinal) {
    Slot slot = slots.get(slot(ordinal));
    if (slot == null || slot.ordinal() != ordinal) {
      throw new IllegalStateException(
          "no entry found at " + ordinal + ", expected the writer's own");
    }
    return slot.entry();
  }

  private int slot(long ordinal) {
    return (int) (ordinal % capacity);
  }

  /** Whether every event after this position is still to be found here, or yet to come. */
  public boolean covers(long position) {
    return position >= floor;
  }

  /** The position below which events are no longer here. */
  public long floor() {
    return floor;
  }

  /** The highest sequence that the tail has passed. */
  public long head() {
    return head;
  }

  /** How many entries it holds at most. */
  public int capacity() {
    return capacity;
  }

  /** How many entries it holds. */
  public int events() {
    return (int) Math.max(0, next - oldest);
  }

  /** What they retain, in bytes. */
  public long bytes() {
    return bytes;
  }

  /** The life of the stream that its entries belong to; sessions of an earlier one must end. */
  public Incarnation incarnation() {
    return incarnation;
  }

  /** The broker's time of the entry at exactly this sequence, null where it is not held here. */
  public @Nullable Instant timeAt(long sequence) {
    Slot slot = ceiling(sequence);
    return slot != null && slot.entry().sequence() == sequence ? slot.entry().time() : null;
  }

  /** The newest entry, null where it holds none. */
  public @Nullable Entry newest() {
    long ordinal = next - 1;
    Slot slot = ordinal < 0 ? null : slots.get(slot(ordinal));
    return slot != null && slot.ordinal() == ordinal ? slot.entry() : null;
  }

  /** A reader at no place yet. */
  public Reader reader() {
    return new Reader();
  }

  /** The oldest slot held with a sequence at or above the given one; null where there is none. */
  private @Nullable Slot ceiling(long sequence) {
    long high = next;
    long low = oldest;
    Slot found = null;
    while (low < high) {
      long middle = (low + high) >>> 1;
      Slot slot = slots.get(slot(middle));
      if (slot == null || slot.ordinal() != middle) {
        // Evicted while searching: whatever is wanted lies above, or is gone.
        low = middle + 1;
      } else if (slot.entry().sequence() >= sequence) {
        found = slot;
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return found;
  }

  /** Walks the window in order. For one thread. */
  public final class Reader {
    private final Incarnation since = incarnation;
    private long ordinal = -1;

    private Reader() {}

    /** The life of the stream that it reads. */
    public Incarnation incarnation() {
      return since;
    }

    /** Whether the window has moved to another incarnation of the stream: it reads nothing more. */
    public boolean isReplaced() {
      return since != incarnation;
    }

    /** Forgets its place; the next read searches for it. */
    public void forget() {
      ordinal = -1;
    }

    /**
     * The oldest entry above a position; null where there is none up to the head, or where the
     * window no longer {@linkplain Window#covers covers} the position or was {@linkplain
     * #isReplaced replaced}: ask both after a null.
     *
     * <p>Asked again with the same position it answers the same.
     */
    public @Nullable Entry read(long position) {
      Slot slot = ordinal < 0 ? ceiling(position + 1) : step(position);
      if (slot == null) {
        return null;
      }
      Entry entry = slot.entry();
      // Floor and incarnation after the entry: had anything between been evicted, or had the entry
      // come from a later incarnation, they would show it.
      if (entry.sequence() <= position || !covers(position) || isReplaced()) {
        ordinal = -1;
        return null;
      }
      ordinal = slot.ordinal();
      return entry;
    }

    private @Nullable Slot step(long position) {
      Slot last = slots.get(slot(ordinal));
      if (last == null || last.ordinal() != ordinal) {
        return ceiling(position + 1);
      }
      if (last.entry().sequence() > position) {
        return last;
      }
      if (ordinal + 1 >= next) {
        return null;
      }
      Slot following = slots.get(slot(ordinal + 1));
      return following != null && following.ordinal() == ordinal + 1
          ? following
          : ceiling(position + 1);
    }
  }
}
