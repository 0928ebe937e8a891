package dev.jetbridge.loadtest.oracle;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * What was published and acknowledged in a run: by stream sequence, the fingerprint of the event
 * and the number of its subject.
 *
 * <p>Acknowledgements come in by one thread at a time, in the order of their sequences, as a broker
 * gives them on one connection; any number of threads may ask meanwhile. 12 bytes an event.
 */
public final class Truth {
  private static final int CHUNK_BITS = 14;
  private static final int CHUNK = 1 << CHUNK_BITS;

  private final long base;
  private final Map<Long, Integer> unanswered = new ConcurrentHashMap<>();
  private final AtomicLong known = new AtomicLong();
  private volatile Chunk[] chunks = new Chunk[0];
  private volatile long settled;

  private record Chunk(
      AtomicLongArray fingerprints, AtomicIntegerArray subjects, AtomicInteger filled) {
    Chunk() {
      this(new AtomicLongArray(CHUNK), new AtomicIntegerArray(CHUNK), new AtomicInteger());
    }
  }

  /**
   * Nothing yet.
   *
   * @param base the stream's last sequence before the run; nothing is claimed up to there
   */
  public Truth(long base) {
    if (base < 0) {
      throw new IllegalArgumentException("base " + base + " found, expected 0 or more");
    }
    this.base = base;
    this.settled = base;
  }

  /** The stream's last sequence before the run. */
  public long base() {
    return base;
  }

  /** An event is about to be sent. Until it is acknowledged it may be in the stream or not. */
  public void sent(long fingerprint, int subject) {
    unanswered.put(fingerprint, subject);
  }

  /** An event is in the stream. */
  public void acknowledged(long seq, long fingerprint, int subject) {
    store(seq, fingerprint, subject);
    unanswered.remove(fingerprint);
    if (seq > settled) {
      settled = seq;
    }
  }

  /**
   * Takes an event that a viewer was shown, and whose acknowledgement never came, for published.
   *
   * @return false where no such event was sent
   */
  boolean adopt(long seq, long fingerprint) {
    Integer subject = unanswered.remove(fingerprint);
    if (subject == null) {
      return fingerprint(seq) == fingerprint;
    }
    store(seq, fingerprint, subject);
    return true;
  }

  /** Up to here every acknowledgement is in; also the last sequence known. */
  public long settled() {
    return settled;
  }

  /** How many events are known to be in the stream. */
  public long count() {
    return known.get();
  }

  /** How many were sent and have not been acknowledged. */
  public long unacknowledged() {
    return unanswered.size();
  }

  /** The fingerprint of the event at a sequence, or 0 where none is known. */
  long fingerprint(long seq) {
    Chunk chunk = chunk(seq);
    return chunk == null ? 0 : chunk.fingerprints.get(slot(seq));
  }

  /** Whether an event is known at a sequence and is for this audience. */
  boolean owes(Audience audience, long seq) {
    Chunk chunk = chunk(seq);
    return chunk != null
        && chunk.fingerprints.get(slot(seq)) != 0
        && audience.wants(chunk.subjects.get(slot(seq)));
  }

  /** How many events from one sequence to another, both included, are for this audience. */
  long owed(Audience audience, long from, long to) {
    long count = 0;
    long last = Math.min(to, settled);
    long seq = Math.max(from, base + 1);
    while (seq <= last) {
      Chunk chunk = chunk(seq);
      boolean whole = slot(seq) == 0 && seq + CHUNK - 1 <= last && audience == Audience.ALL;
      if (whole && chunk != null && chunk.filled.get() == CHUNK) {
        count += CHUNK;
        seq += CHUNK;
      } else {
        count += owes(audience, seq) ? 1 : 0;
        seq++;
      }
    }
    return count;
  }

  /** Whether any event from one sequence to another, both included, is for this audience. */
  boolean owesAny(Audience audience, long from, long to) {
    for (long seq = Math.max(from, base + 1); seq <= Math.min(to, settled); seq++) {
      if (owes(audience, seq)) {
        return true;
      }
    }
    return false;
  }

  private synchronized void store(long seq, long fingerprint, int subject) {
    if (seq <= base) {
      throw new IllegalStateException(
          "sequence %d was acknowledged, expected one above %d".formatted(seq, base));
    }
    int index = Math.toIntExact((seq - base - 1) >>> CHUNK_BITS);
    if (index >= chunks.length) {
      Chunk[] more = new Chunk[Math.max(index + 1, chunks.length * 2)];
      System.arraycopy(chunks, 0, more, 0, chunks.length);
      for (int fresh = chunks.length; fresh < more.length; fresh++) {
        more[fresh] = new Chunk();
      }
      chunks = more;
    }
    Chunk chunk = chunks[index];
    chunk.subjects.setPlain(slot(seq), subject);
    // The fingerprint is what readers look at first: it goes in last.
    if (chunk.fingerprints.getAndSet(slot(seq), fingerprint) == 0) {
      chunk.filled.incrementAndGet();
      known.incrementAndGet();
    }
  }

  private @Nullable Chunk chunk(long seq) {
    long index = (seq - base - 1) >> CHUNK_BITS;
    Chunk[] now = chunks;
    return index >= 0 && index < now.length ? now[(int) index] : null;
  }

  private int slot(long seq) {
    return (int) (seq - base - 1) & (CHUNK - 1);
  }
}
