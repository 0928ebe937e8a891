package dev.jetbridge.bridge.diagnostics;

import dev.jetbridge.stream.BrokerEvent;
import dev.jetbridge.stream.BrokerListener;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The newest events of the connections to the broker, in the order in which they began. What comes
 * again on the same connection, with nothing else of that connection between, is counted rather
 * than kept again: an outage of a day is one entry. When full, the oldest entry goes. Thread-safe.
 */
public final class EventRing implements BrokerListener {
  /** What comes later than this is told as something new. */
  private static final Duration TOGETHER = Duration.ofSeconds(30);

  private final int capacity;
  private final UnaryOperator<String> redaction;
  private final Consumer<Occurrence> record;
  private final Deque<Cell> cells = new ArrayDeque<>();
  private final Map<String, Cell> newest = new HashMap<>();
  private final Map<String, Occurrence> made = new HashMap<>();
  private final Map<String, Occurrence> expiring = new HashMap<>();
  private long forgotten;

  /**
   * An empty ring.
   *
   * @param capacity entries kept
   * @param redaction masks the secrets of a text
   * @param record gets each new entry, and again when its count reaches 10, 100 and so on; one
   *     thread at a time; must not block
   */
  public EventRing(int capacity, UnaryOperator<String> redaction, Consumer<Occurrence> record) {
    if (capacity < 1) {
      throw new IllegalArgumentException(capacity + " entries found, expected 1 or more");
    }
    this.capacity = capacity;
    this.redaction = redaction;
    this.record = record;
  }

  @Override
  public void happened(BrokerEvent event) {
    BrokerEvent clean =
        new BrokerEvent(
            event.time(),
            event.connection(),
            event.client(),
            event.kind(),
            event.party(),
            redaction.apply(event.cause()));
    synchronized (this) {
      Cell last = newest.get(clean.connection());
      if (last != null && last.takes(clean)) {
        last.occurrence = last.occurrence.and(clean);
        if (isPowerOfTen(last.occurrence.count())) {
          record.accept(last.occurrence);
        }
      } else {
        keep(new Cell(Occurrence.of(clean)));
      }
    }
  }

  private void keep(Cell cell) {
    if (cells.size() == capacity) {
      Cell gone = cells.removeFirst();
      newest.remove(gone.occurrence.connection(), gone);
      remember(gone.occurrence);
      forgotten++;
    }
    cells.addLast(cell);
    newest.put(cell.occurrence.connection(), cell);
    record.accept(cell.occurrence);
  }

  private void remember(Occurrence gone) {
    if (Standing.MADE.contains(gone.kind())) {
      made.put(gone.connection(), gone);
      expiring.remove(gone.connection());
    } else if (gone.kind() == BrokerEvent.Kind.EXPIRING) {
      expiring.put(gone.connection(), gone);
    }
  }

  private static boolean isPowerOfTen(int count) {
    int rest = count;
    while (rest % 10 == 0) {
      rest /= 10;
    }
    return rest == 1;
  }

  /** All entries, the oldest first. */
  public synchronized List<Occurrence> entries() {
    List<Occurrence> entries = new ArrayList<>(cells.size());
    cells.forEach(cell -> entries.add(cell.occurrence));
    return entries;
  }

  /**
   * All entries, the oldest first, and before them, of what has made room, the last word on each
   * connection that stays true however long ago it was: that it was made, and that its credentials
   * expire.
   */
  synchronized List<Occurrence> history() {
    List<Occurrence> history = new ArrayList<>(made.values());
    history.addAll(expiring.values());
    history.addAll(entries());
    return history;
  }

  /** Entries kept at most. */
  public int capacity() {
    return capacity;
  }

  /** How many entries have gone to make room. */
  public synchronized long forgotten() {
    return forgotten;
  }

  /** A place in the ring. */
  private static final class Cell {
    private Occurrence occurrence;

    Cell(Occurrence occurrence) {
      this.occurrence = occurrence;
    }

    boolean takes(BrokerEvent event) {
      return occurrence.covers(event)
          && Duration.between(occurrence.last(), event.time()).compareTo(TOGETHER) <= 0;
    }
  }
}
