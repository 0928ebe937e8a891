package dev.jetbridge.bridge.session;

import dev.jetbridge.bridge.window.Entry;
import dev.jetbridge.bridge.window.Window;
import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.ProvenReplay.Place;
import dev.jetbridge.stream.StreamState;
import dev.jetbridge.stream.Witness;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a session stands: its position, the incarnation of the stream that the position belongs to,
 * and what bears witness of that. For the session's loop.
 */
final class Footing {
  private final Feed feed;
  private Window.Incarnation incarnation;
  private @Nullable Epoch epoch;
  private long position;
  private @Nullable Instant time;

  /** What bears witness beside the event at the position. */
  private @Nullable Witness witness;

  /** Nothing is claimed of what lies before the first event: it asked for the earliest. */
  private boolean unclaimed;

  Footing(Feed feed) {
    this.feed = feed;
    this.incarnation = feed.window().incarnation();
  }

  /** Its incarnation of the stream, null while it is opening. */
  @Nullable Epoch epoch() {
    return epoch;
  }

  /** The stream is found; whatever its position is belongs to this epoch. */
  void find(Epoch found) {
    epoch = found;
  }

  /** The stream is found by a state that was read for this session alone. */
  void find(StreamState found) {
    epoch = found.epoch();
    witness = found.newest();
  }

  /** Everything up to here was handed over. */
  long position() {
    return position;
  }

  /** The broker's time of the event at exactly this sequence, null where not known. */
  @Nullable Instant timeAt(long sequence) {
    return sequence == position && time != null ? time : feed.window().timeAt(sequence);
  }

  /** Everything up to here has been handed over. */
  void reach(long sequence, @Nullable Instant at) {
    if (at == null || sequence < position) {
      rememberWitness();
    }
    position = sequence;
    time = at;
    unclaimed = false;
  }

  /** What bears witness so far; made when asked for, for events pass at the rate of the window. */
  private @Nullable Witness witness() {
    rememberWitness();
    return witness;
  }

  private void rememberWitness() {
    if (time != null) {
      witness = Witness.newer(witness, position, time);
    }
  }

  /** Starts at whatever the stream holds, which is what follows here as far as is known. */
  void startUnclaimed(long sequence) {
    startAt(sequence);
    unclaimed = true;
  }

  /** The start that the broker gave one who asked for the earliest. */
  void startAt(long sequence) {
    rememberWitness();
    position = sequence;
    time = null;
  }

  /** From now on nothing after the position may be missing. */
  void claim() {
    unclaimed = false;
  }

  boolean isUnclaimed() {
    return unclaimed;
  }

  /** Where a consumer for it begins. */
  Place place() {
    Witness known = witness();
    Entry newest = feed.window().newest();
    Epoch ofWindow = incarnation.epoch();
    if (newest != null && ofWindow != null && ofWindow.equals(epoch) && belongs()) {
      known = Witness.newer(known, newest.sequence(), newest.time());
      witness = known;
    }
    return new Place(
        unclaimed ? Place.EARLIEST : position, known, Objects.requireNonNull(epoch, "epoch"));
  }

  /** Whether the window holds whatever follows the position. */
  boolean isInWindow() {
    return feed.window().covers(position) && reader() != null;
  }

  /**
   * A reader of the window, where that holds whatever follows the position, of this incarnation.
   */
  Window.@Nullable Reader reader() {
    Window.Reader reader = feed.window().reader();
    // Covered and not replaced are asked last: what was looked at before was then still true.
    return isShared(reader) && agrees() && feed.window().covers(position) && !reader.isReplaced()
        ? reader
        : null;
  }

  /** Whether only the tail is missing: it has yet to read what is known here of the stream. */
  boolean isAheadOfTail() {
    Witness known = witness();
    return known != null
        && known.sequence() > feed.window().head()
        && feed.upstream().get().reading()
        && isShared(feed.window().reader())
        && feed.window().covers(position);
  }

  private boolean isShared(Window.Reader reader) {
    Epoch ofWindow = reader.incarnation().epoch();
    return feed.pace().shared()
        && feed.upstream().get().isUsable()
        && ofWindow != null
        && ofWindow.equals(epoch);
  }

  /**
   * Whether the window is known to be of the same stream: a stream that begins again under the same
   * creation time may have been met by one of the two alone so far.
   */
  private boolean agrees() {
    Witness known = witness();
    if (known == null) {
      return true;
    }
    if (known.sequence() > feed.window().head()) {
      return false;
    }
    Instant held = feed.window().timeAt(known.sequence());
    return held == null || held.equals(known.time());
  }

  /** Whether the stream is still the one that the position belongs to, as far as the tail knows. */
  boolean belongs() {
    Window.Incarnation now = feed.window().incarnation();
    if (now == incarnation) {
      return true;
    }
    // The session may have met the stream before the tail did; but not two of them.
    boolean ahead =
        epoch != null
            && !epoch.equals(incarnation.epoch())
            && epoch.equals(now.epoch())
            && now.follows(incarnation);
    if (ahead) {
      incarnation = now;
    }
    return ahead;
  }
}
