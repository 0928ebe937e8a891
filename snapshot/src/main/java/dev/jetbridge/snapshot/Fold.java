package dev.jetbridge.snapshot;

import dev.jetbridge.event.Event;
import dev.jetbridge.event.EventReader;
import dev.jetbridge.stream.Sequence;
import dev.jetbridge.stream.StreamMessage;
import dev.jetbridge.stream.Witness;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The state of a stream, kept up to date message by message.
 *
 * <p>All of it runs on one thread at a time, {@link #position} and {@link #tally} excepted, and
 * nothing of it waits for a reader: readers get a {@link Version}.
 */
public final class Fold {
  private final Projection projection;
  private final EventReader events;
  private final KeyExtraction keys;
  private final Deletes deletes;
  private final boolean needsMembers;
  private final EventMembers members = new EventMembers();
  private final KeyText key = new KeyText();
  private final KeyText subject = new KeyText();
  private final Table table =
      new Table(ThreadLocalRandom.current().nextLong(), Item::keyStart, Item::keyLength);
  private final Tally tally = new Tally();
  private final Label origin;
  private volatile long position;
  private @Nullable Instant time;
  private long read;
  private @Nullable Instant readTime;
  private @Nullable Version taken;

  /** An empty state, which everything after the label's position is to be folded into. */
  public Fold(Projection projection, Label origin) {
    this.projection = projection;
    this.events = new EventReader(projection.maxEventBytes());
    this.keys = new KeyExtraction(projection.key());
    this.deletes = new Deletes(projection.deletion());
    this.needsMembers =
        keys.needsMembers() || deletes.needsMembers() || projection.reduction() == Reduction.MERGE;
    this.origin = origin;
    this.position = origin.position();
    this.time = origin.time();
    Witness witness = origin.witness();
    this.read = witness == null ? 0 : witness.sequence();
    this.readTime = witness == null ? null : witness.time();
  }

  /** Everything up to here is in the state. On any thread. */
  public long position() {
    return position;
  }

  /** What became of the messages. On any thread. */
  public Tally tally() {
    return tally;
  }

  /**
   * Folds the next message, whatever it is: one beyond the scope, or no event, moves the position
   * alone.
   *
   * @throws IllegalArgumentException where its sequence is not above the position
   */
  public void message(StreamMessage message) {
    long sequence = message.sequence();
    if (sequence <= position) {
      throw new IllegalArgumentException(
          "sequence " + sequence + " found, expected one above the position " + position);
    }
    if (projection.scope().matches(message.subject())) {
      fold(message);
    } else {
      tally.outOfScopeCount.up();
    }
    time = message.time();
    read = sequence;
    readTime = time;
    moveTo(sequence);
  }

  /**
   * Moves on over what is proved to hold nothing for this state; without effect where the position
   * is that far.
   *
   * @param to the position
   * @param timeAt the broker's time of the message at exactly {@code to}, null where not known
   */
  public void passed(long to, @Nullable Instant timeAt) {
    if (Sequence.require(to) > position) {
      time = timeAt;
      moveTo(to);
    }
  }

  /** Holds an item that was written to a checkpoint; false where its key is held already. */
  public boolean restore(Item item) {
    if (item.sequence() > position) {
      throw new IllegalArgumentException(
          "item of sequence " + item.sequence() + " found, expected at most " + position);
    }
    taken = null;
    return table.put(item.packed());
  }

  /** How many keys it holds. */
  public int keys() {
    return table.size();
  }

  /** Bytes of its entries, Java's headers not counted. */
  public long bytes() {
    return table.bytes();
  }

  /**
   * Takes items out that must not be kept, and says how many. The position stays, so that two
   * versions of one position may differ from then on; what versions taken earlier hold stays too.
   */
  public int forget(Predicate<Item> which) {
    int forgotten = 0;
    Walk walk = version().walk();
    for (Item item = walk.next(); item != null; item = walk.next()) {
      if (which.test(item)) {
        key.clear();
        key.append(item.packed(), Item.keyStart(item.packed()), Item.keyLength(item.packed()));
        table.remove(key);
        forgotten++;
      }
    }
    if (forgotten > 0) {
      taken = null;
    }
    return forgotten;
  }

  /** The state at the position, in time that grows with the number of pages alone. */
  public Version version() {
    Version known = taken;
    if (known == null) {
      known = new Version(projection, label(), table.pages());
      taken = known;
    }
    return known;
  }

  private Label label() {
    Instant witnessed = readTime;
    return new Label(
        origin.stream(),
        origin.epoch(),
        position,
        time,
        witnessed == null ? null : new Witness(read, witnessed),
        origin.complete());
  }

  private void moveTo(long sequence) {
    position = sequence;
    taken = null;
  }

  private void fold(StreamMessage message) {
    switch (events.read(message)) {
      case Event.Accepted accepted -> fold(message, accepted.json());
      case Event.Skipped skipped -> tally.count(skipped.cause()).up();
    }
  }

  private void fold(StreamMessage message, byte[] json) {
    if (needsMembers) {
      members.find(json);
    }
    key.clear();
    NoKey none = keys.extract(message.subject(), json, members, key);
    if (none != null) {
      tally.count(none).up();
    } else if (deletes.includes(json, members)) {
      table.remove(key);
      tally.deletedCount.up();
    } else {
      switch (projection.reduction()) {
        case LATEST -> hold(message, json);
        case MERGE -> merge(message, json);
      }
    }
  }

  private void merge(StreamMessage message, byte[] json) {
    if (members.data < 0) {
      tally.withoutDataCount.up();
      return;
    }
    byte[] held = table.get(key);
    int from = held == null ? -1 : Item.valueStart(held);
    hold(message, MergePatch.apply(held == null ? json : held, from, json, members.data));
  }

  private void hold(StreamMessage message, byte[] json) {
    KeyText other = null;
    if (!projection.key().isSubject()) {
      subject.clear();
      subject.append(message.subject());
      other = subject;
    }
    table.put(Item.pack(message.sequence(), key, other, json));
    tally.heldCount.up();
  }
}
