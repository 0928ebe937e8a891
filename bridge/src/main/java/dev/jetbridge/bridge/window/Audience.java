package dev.jetbridge.bridge.window;

import dev.jetbridge.bridge.protocol.Coding;
import dev.jetbridge.stream.SubjectFilters;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everyone of one fan-out who reads the same filters in the same coding. For one thread. */
final class Audience<B extends Burst> {
  final SubjectFilters filters;
  final Coding coding;
  private final List<Seat<B>> seats = new ArrayList<>();

  /** What is being gathered for it, null between bursts. */
  @Nullable B burst;

  /** The position that its members had before the first frame of the burst. */
  long burstStart;

  /** The sequence that it was last matched for: a union may match one event twice. */
  long stamp = -1;

  Audience(SubjectFilters filters, Coding coding) {
    this.filters = filters;
    this.coding = coding;
  }

  Seat<B> seat(Member<B> member) {
    Seat<B> seat = new Seat<>(this, member, seats.size());
    seats.add(seat);
    return seat;
  }

  void remove(Seat<B> seat) {
    Seat<B> last = seats.removeLast();
    if (last != seat) {
      seats.set(seat.index, last);
      last.index = seat.index;
    }
    seat.index = -1;
  }

  boolean isEmpty() {
    return seats.isEmpty();
  }

  int size() {
    return seats.size();
  }

  /**
   * Hands out what was gathered. Backwards, so that a member who leaves while he is served moves
   * only those already served.
   *
   * @return how many refused it and are members no more
   */
  int deliver() {
    B gathered = burst;
    if (gathered == null) {
      return 0;
    }
    burst = null;
    int behind = 0;
    try {
      for (int i = seats.size() - 1; i >= 0; i--) {
        Seat<B> seat = seats.get(i);
        if (!seat.member.offer(gathered) && seat.isTaken()) {
          remove(seat);
          behind++;
          seat.member.fellBehind(burstStart);
        }
      }
    } finally {
      gathered.release();
    }
    return behind;
  }

  /** Sends everyone away with the position that all of them have. */
  void dismiss(long position) {
    while (!seats.isEmpty()) {
      Seat<B> seat = seats.getLast();
      remove(seat);
      seat.member.fellBehind(position);
    }
  }

  /** A member's place in an audience. */
  static final class Seat<B extends Burst> {
    final Audience<B> audience;
    final Member<B> member;
    private int index;

    private Seat(Audience<B> audience, Member<B> member, int index) {
      this.audience = audience;
      this.member = member;
      this.index = index;
    }

    boolean isTaken() {
      return index >= 0;
    }
  }
}
