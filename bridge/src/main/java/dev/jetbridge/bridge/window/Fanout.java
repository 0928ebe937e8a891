package dev.jetbridge.bridge.window;

import dev.jetbridge.bridge.protocol.Coding;
import dev.jetbridge.bridge.window.Audience.Seat;
import dev.jetbridge.stream.SubjectFilters;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Hands the window's new entries to all of one thread's sessions that are level with it: each frame
 * is copied once for each audience (filters and coding), and the copy is written to each of its
 * members. Those who have no room fall behind and read the window for themselves.
 *
 * <p>For one thread, an event loop's.
 *
 * @param <B> the bursts that its members can write
 */
public final class Fanout<B extends Burst> {
  /** A frame above this is not copied into bursts: it must be sent in fragments (P-7.1). */
  public static final int MAX_SHARED_FRAME_BYTES = 16 * 1024;

  private final Window window;
  private final Supplier<B> bursts;
  private final int burstBytes;
  private final int maxSharedFrame;
  private final Audiences<B> plain = new Audiences<>(Coding.PLAIN);
  private final Audiences<B> detailed = new Audiences<>(Coding.V1);
  private final Audiences<B> plainDeflated = new Audiences<>(Coding.PLAIN_DEFLATED);
  private final Audiences<B> detailedDeflated = new Audiences<>(Coding.V1_DEFLATED);
  private final List<Audiences<B>> houses =
      List.of(plain, detailed, plainDeflated, detailedDeflated);
  private final List<Audience<B>> gathering = new ArrayList<>();
  private final List<Audience<B>> matching = new ArrayList<>();
  private Set<Member<B>> waiting = new LinkedHashSet<>();
  private Window.Reader reader;
  private long reached;
  private long toldAt;
  private int members;
  private boolean walking;

  /**
   * A fan-out without members.
   *
   * @param bursts makes an empty burst
   * @param burstBytes how much a burst may hold, in bytes
   */
  public Fanout(Window window, Supplier<B> bursts, int burstBytes) {
    this.window = window;
    this.bursts = bursts;
    this.burstBytes = burstBytes;
    this.maxSharedFrame = Math.min(MAX_SHARED_FRAME_BYTES, burstBytes);
    this.reader = window.reader();
    this.reached = window.head();
  }

  /** The position that every member has: all up to here has been handed to them. */
  public long reached() {
    if (members == 0) {
      skip();
    }
    return reached;
  }

  /** How many members it has. */
  public int members() {
    return members;
  }

  /**
   * Makes someone a member whose position is exactly {@link #reached}.
   *
   * @return his place, to leave it
   */
  public Membership join(Member<B> member, SubjectFilters filters, Coding coding) {
    Audience<B> audience = house(coding).audience(filters);
    Seat<B> seat = audience.seat(member);
    members++;
    return () -> leave(seat);
  }

  /** A member's place. */
  @FunctionalInterface
  public interface Membership {
    /** Gives the place up; without effect where it is lost already. */
    void leave();
  }

  private void leave(Seat<B> seat) {
    if (seat.isTaken()) {
      seat.audience.remove(seat);
      members--;
      if (walking) {
        // The trie is being read: closed behind the walk.
        gathering.add(seat.audience);
      } else {
        closeIfEmpty(seat.audience);
      }
    }
  }

  /** Calls the member's {@link Member#tailMoved} once, after the fan-out has next moved. */
  public void tellWhenMoved(Member<B> member) {
    waiting.add(member);
  }

  /** Takes that back, for one who is gone. */
  public void forget(Member<B> member) {
    waiting.remove(member);
  }

  /**
   * Hands out what is new, at most so many entries.
   *
   * @return whether there may be more: run again soon, after other work
   */
  public boolean run(int maxEntries) {
    walking = true;
    boolean more;
    try {
      more = members == 0 ? skip() : walk(maxEntries);
    } finally {
      walking = false;
    }
    if (reached != toldAt) {
      toldAt = reached;
      tellWaiting();
    }
    return more;
  }

  private void tellWaiting() {
    if (!waiting.isEmpty()) {
      Set<Member<B>> told = waiting;
      waiting = new LinkedHashSet<>();
      told.forEach(Member::tailMoved);
    }
  }

  private boolean skip() {
    if (reader.isReplaced()) {
      reader = window.reader();
    }
    reader.forget();
    reached = window.head();
    // Not while the window is being emptied: its head may be that of another stream.
    return !window.covers(reached);
  }

  private boolean walk(int maxEntries) {
    // Read before the entries: whatever lies up to it is then found or was passed over.
    long head = window.head();
    boolean more = true;
    for (int i = 0; i < maxEntries; i++) {
      Entry entry = reader.read(reached);
      if (entry == null) {
        more = false;
        break;
      }
      gather(entry);
      reached = entry.sequence();
    }
    deliver();
    if (more) {
      return true;
    }
    if (reader.isReplaced() || !window.covers(reached)) {
      dismissAll();
      return skip();
    }
    reached = Math.max(reached, head);
    return false;
  }

  private void gather(Entry entry) {
    for (int h = 0; h < houses.size(); h++) {
      Audiences<B> house = houses.get(h);
      if (house.trie.isEmpty()) {
        continue;
      }
      matching.clear();
      house.trie.match(entry.subject(), matching);
      byte[] frame = matching.isEmpty() ? null : entry.frames().in(house.coding);
      for (int i = 0; frame != null && i < matching.size(); i++) {
        gather(matching.get(i), entry, frame);
      }
    }
  }

  private void gather(Audience<B> audience, Entry entry, byte[] frame) {
    if (audience.stamp == entry.sequence() || audience.isEmpty()) {
      return;
    }
    audience.stamp = entry.sequence();
    if (frame.length > maxSharedFrame) {
      handOut(audience);
      sendAway(audience, reached);
      gathering.add(audience);
      return;
    }
    B burst = audience.burst;
    if (burst != null && burst.bytes() + frame.length > burstBytes) {
      handOut(audience);
      burst = null;
    }
    if (burst == null) {
      burst = bursts.get();
      audience.burst = burst;
      audience.burstStart = reached;
      gathering.add(audience);
    }
    burst.add(frame, entry.frames().isEvent() ? entry.time() : null);
  }

  private void handOut(Audience<B> audience) {
    // On its own line: members may leave for good while they are served.
    int behind = audience.deliver();
    members -= behind;
  }

  private void deliver() {
    for (int i = 0; i < gathering.size(); i++) {
      handOut(gathering.get(i));
    }
    for (int i = 0; i < gathering.size(); i++) {
      closeIfEmpty(gathering.get(i));
    }
    gathering.clear();
  }

  /** Begins anew at the window's head after a failure; what was being handed out is dropped. */
  public void clear() {
    for (Audience<B> audience : gathering) {
      B burst = audience.burst;
      audience.burst = null;
      if (burst != null) {
        burst.release();
      }
    }
    gathering.forEach(this::closeIfEmpty);
    gathering.clear();
    reader = window.reader();
    reached = window.head();
  }

  private void dismissAll() {
    List<Audience<B>> all = new ArrayList<>();
    houses.forEach(house -> all.addAll(house.audiences.values()));
    all.forEach(audience -> sendAway(audience, reached));
    gathering.clear();
    all.forEach(this::closeIfEmpty);
  }

  private void sendAway(Audience<B> audience, long position) {
    members -= audience.size();
    audience.dismiss(position);
  }

  private void closeIfEmpty(Audience<B> audience) {
    house(audience.coding).closeIfEmpty(audience);
  }

  private Audiences<B> house(Coding coding) {
    return switch (coding) {
      case PLAIN -> plain;
      case V1 -> detailed;
      case PLAIN_DEFLATED -> plainDeflated;
      case V1_DEFLATED -> detailedDeflated;
    };
  }
}
