package dev.jetbridge.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jetbridge.event.Event;
import dev.jetbridge.event.EventReader;
import dev.jetbridge.stream.StreamMessage;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Who publishes, and when each was last heard: per CloudEvent {@code source} its last event. In
 * memory alone, from the first message that it is given on.
 *
 * <p>All of it runs on one thread at a time, {@link #unlisted} excepted; readers on any thread get
 * a {@link SourceList}. Bounded: past its number of sources, new ones are counted and not listed.
 */
public final class Sources {
  private final Liveness liveness;
  private final EventReader events;
  private final int maxSources;
  private final byte @Nullable [] heartbeat;
  private final Table table =
      new Table(
          ThreadLocalRandom.current().nextLong(),
          SourceSeen::sourceStart,
          SourceSeen::sourceLength);
  private final EventMembers members = new EventMembers();
  private final KeyText source = new KeyText();
  private final KeyText type = new KeyText();
  private final Count unlisted = new Count();
  private final long since;
  private long position;

  /**
   * None heard yet.
   *
   * @param maxEventBytes above this a message is no event
   * @param maxSources how many are listed at most, 1 or more
   * @param since the position that it is given messages after
   */
  public Sources(Liveness liveness, int maxEventBytes, int maxSources, long since) {
    if (maxSources < 1) {
      throw new IllegalArgumentException(maxSources + " sources found, expected at least 1");
    }
    TypePattern beat = liveness.heartbeat();
    this.liveness = liveness;
    this.events = new EventReader(maxEventBytes);
    this.maxSources = maxSources;
    this.heartbeat = beat == null ? null : beat.value().getBytes(UTF_8);
    this.since = since;
    this.position = since;
  }

  /** Notes who sent the next message; one that is no event, or names no source, says nothing. */
  public void message(StreamMessage message) {
    position = message.sequence();
    if (events.read(message) instanceof Event.Accepted accepted) {
      note(message, accepted.json());
    }
  }

  /** Moves on over what was not delivered; without effect where the position is that far. */
  public void passed(long to) {
    position = Math.max(position, to);
  }

  /** Events of sources that are not listed, for there are too many. On any thread. */
  public long unlisted() {
    return unlisted.get();
  }

  /** What was heard up to now, in time that grows with the number of pages alone. */
  public SourceList list() {
    return new SourceList(liveness, since, position, table.pages());
  }

  private void note(StreamMessage message, byte[] json) {
    members.find(json);
    source.clear();
    if (source.appendString(json, members.source) != null || source.length() > KeyRule.MAX_BYTES) {
      return;
    }
    type.clear();
    if (type.appendString(json, members.type) != null || type.length() > KeyRule.MAX_BYTES) {
      type.clear();
    }
    byte[] before = table.get(source);
    if (before == null && table.size() >= maxSources) {
      unlisted.up();
      return;
    }
    byte[] beat = heartbeat;
    boolean isBeat = beat != null && TypePattern.matches(beat, type.bytes(), type.length());
    boolean beats = isBeat || (before != null && SourceSeen.beats(before));
    Instant heard = before == null || isBeat || !beats ? message.time() : SourceSeen.heard(before);
    table.put(SourceSeen.pack(message.sequence(), message.time(), heard, beats, source, type));
  }
}
