package dev.jetbridge.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A replay that hands over nothing which is not proved: the consumer, its pulls, its {@link Scan}
 * and the state reads that the scan asks for, as one thing.
 *
 * <p>It ends once, by {@link Sink#ended} or by {@link #close}; nothing is told after either, nor
 * after the sink has thrown something, which goes to the loop. All of it, its sink included, runs
 * on its loop.
 */
public final class ProvenReplay {
  private final StreamSource source;
  private final Loop loop;
  private final Epoch epoch;
  private final Sink sink;
  private final Pulls pulls;
  private final Replay replay;
  private long position;
  private @Nullable Witness witness;
  private boolean anchored;
  private @Nullable Scan scan;
  private boolean proving;
  private boolean recognising;
  private boolean draining;
  private boolean ended;

  /** Whoever reads. */
  public interface Sink {
    /**
     * The consumer is open and starts where it should.
     *
     * @param position what it starts after: as asked for, or what the stream held where that was
     *     left open
     * @param after the stream's state, read after the consumer was made
     */
    void opened(long position, StreamState after);

    /** Whether he takes the next. Where not, he calls {@link ProvenReplay#proceed} once he does. */
    boolean hasRoom();

    /** The next message; everything before it was handed over or is proved not to exist. */
    void message(StreamMessage message);

    /** Everything up to here was handed over or is proved not to exist. */
    void passed(long position, StreamState state);

    /** All that had arrived and could be handed over was. */
    void paused();

    /** It is over. */
    void ended(End end);
  }

  /** Why a replay ended. */
  public sealed interface End {
    /** Events after the position left the stream before their turn came, or may have. */
    record Gone(StreamState state) implements End {}

    /** The stream is not the one that the position belongs to. */
    record Replaced(StreamState state) implements End {}

    /** The broker or the consumer was lost: open another after the position. */
    record Lost(StreamFailure failure) implements End {}
  }

  /**
   * How much a replay takes at a time.
   *
   * @param messages under way at most; at most as many more are held
   * @param bytes asked for at a time
   */
  public record Supply(int messages, int bytes) {}

  /**
   * Where a replay starts.
   *
   * @param position what to start after; {@link #EARLIEST} or {@link #LAST_PER_SUBJECT}
   * @param witness an event that the stream was seen to hold, null where none was
   * @param epoch the incarnation that the position belongs to
   */
  public record Place(long position, @Nullable Witness witness, Epoch epoch) {
    /** For a position: whatever the stream holds. */
    public static final long EARLIEST = StreamSource.EARLIEST;

    /**
     * For a position: the last message of each subject as they were when the consumer was made, in
     * the order of the stream, and then whatever is stored after that.
     */
    public static final long LAST_PER_SUBJECT = StreamSource.LAST_PER_SUBJECT;
  }

  /** Opens a consumer; what comes of it is told to the sink, later. */
  public ProvenReplay(
      StreamSource source,
      Place place,
      SubjectFilters filters,
      Supply supply,
      Loop loop,
      Sink sink) {
    this.source = source;
    this.loop = loop;
    this.epoch = place.epoch();
    this.sink = sink;
    this.pulls = new Pulls(supply.messages(), supply.bytes());
    this.position = place.position();
    this.witness = place.witness();
    this.anchored = place.position() >= Sequence.NONE;
    this.replay = source.replay(place.position(), filters, new Arrivals(), loop);
  }

  /** From now on nothing may be missing after the present position, wherever it began. */
  public void anchor() {
    anchored = true;
    if (scan != null) {
      scan.anchor();
    }
  }

  /** Goes on handing over: the sink has room again. */
  public void proceed() {
    Scan reading = scan;
    if (!ended && reading != null && !draining) {
      draining = true;
      try {
        orClose(() -> drain(reading));
      } finally {
        draining = false;
      }
    }
  }

  private void orClose(Runnable handingOver) {
    try {
      handingOver.run();
    } catch (RuntimeException | Error e) {
      // What it took from the scan is lost: going on would leave it out.
      close();
      throw e;
    }
  }

  /** Deletes the consumer and is silent from now on. */
  public void close() {
    ended = true;
    replay.close();
  }

  private void end(End end) {
    if (!ended) {
      close();
      sink.ended(end);
    }
  }

  /** What the broker sends. */
  private final class Arrivals implements Replay.Listener {
    @Override
    public void opened(long effective, StreamState after) {
      if (ended || refused(effective, after)) {
        return;
      }
      if (witness == null) {
        witness = after.newest();
        start(effective, after);
      } else {
        hear(witness, () -> start(effective, after));
      }
    }

    private void start(long effective, StreamState after) {
      if (!anchored) {
        position = effective;
      }
      Witness known = witness;
      Instant notOlderThan = known != null && known.sequence() <= position ? known.time() : null;
      scan = new Scan(position, notOlderThan, anchored, known == null, after.shape());
      orClose(() -> sink.opened(position, after));
      if (!ended) {
        proceed();
      }
    }

    private boolean refused(long effective, StreamState after) {
      boolean shrunk =
          (anchored && after.lastSequence() < position)
              || (witness != null && after.lastSequence() < witness.sequence());
      if (shrunk || !after.epoch().equals(epoch)) {
        end(new End.Replaced(after));
      } else if (anchored && (effective > position || after.floor() > position)) {
        end(new End.Gone(after));
      } else if (anchored && effective < position) {
        end(
            new End.Lost(
                new StreamFailure(
                    StreamFailure.Kind.CONSUMER_LOST,
                    "consumer after " + effective + " found, expected after " + position)));
      }
      return ended;
    }

    @Override
    public void delivered(List<Delivery> deliveries) {
      Scan reading = scan;
      if (ended || reading == null) {
        return;
      }
      pulls.arrived(deliveries);
      reading.arrived(deliveries, loop.now());
      proceed();
    }

    @Override
    public void failed(StreamFailure failure) {
      end(new End.Lost(failure));
    }
  }

  private void drain(Scan reading) {
    while (!ended && sink.hasRoom()) {
      switch (reading.next(loop.now())) {
        case Scan.Step.Deliver(StreamMessage message) -> {
          position = message.sequence();
          anchored = true;
          sink.message(message);
        }
        case Scan.Step.Passed(long passed, StreamState state) -> {
          position = passed;
          sink.passed(passed, state);
        }
        case Scan.Step.Prove(Instant notBefore) -> {
          prove(reading, notBefore);
          ask(reading);
          sink.paused();
          return;
        }
        case Scan.Step.Recognise() -> {
          recognise(reading);
          ask(reading);
          sink.paused();
          return;
        }
        case Scan.Step.Lost(StreamState state) -> end(new End.Gone(state));
        case Scan.Step.Reopen() ->
            end(
                new End.Lost(
                    new StreamFailure(
                        StreamFailure.Kind.CONSUMER_LOST,
                        "hole in the consumer's deliveries found after " + position)));
        case Scan.Step.Wait() -> {
          ask(reading);
          sink.paused();
          return;
        }
      }
    }
    if (!ended) {
      // While he is busy: what comes next is there when he has room.
      ask(reading);
      sink.paused();
    }
  }

  private void ask(Scan reading) {
    if (!ended) {
      pulls.ask(replay, reading.held());
    }
  }

  private void recognise(Scan reading) {
    Witness known = witness;
    if (recognising || known == null) {
      return;
    }
    recognising = true;
    // Taken before the read: what has arrived since says nothing about it.
    Scan.Probe probe = reading.probe(loop.now());
    hear(
        known,
        () -> {
          recognising = false;
          reading.recognised(probe);
          proceed();
        });
  }

  private void hear(Witness known, Runnable same) {
    loop.then(
        Recognition.of(source, epoch, known),
        answer -> {
          if (!ended) {
            switch (answer) {
              case Recognition.Same() -> same.run();
              case Recognition.Other(StreamState state) -> end(new End.Replaced(state));
            }
          }
        },
        failure -> end(new End.Lost(failure)));
  }

  private void prove(Scan reading, Instant notBefore) {
    if (proving) {
      return;
    }
    proving = true;
    Duration delay = Duration.between(loop.now(), notBefore);
    if (delay.isPositive()) {
      loop.after(delay, () -> readState(reading));
    } else {
      readState(reading);
    }
  }

  private void readState(Scan reading) {
    if (ended) {
      return;
    }
    // Taken before the read: what has arrived since, and where we were, say nothing about it.
    Scan.Probe probe = reading.probe(loop.now());
    long least = anchored ? position : 0;
    loop.then(
        source.state(),
        state -> {
          proving = false;
          if (ended) {
            return;
          }
          if (!state.epoch().equals(epoch) || state.lastSequence() < least) {
            end(new End.Replaced(state));
          } else {
            reading.proved(probe, state);
            proceed();
          }
        },
        failure -> end(new End.Lost(failure)));
  }
}
