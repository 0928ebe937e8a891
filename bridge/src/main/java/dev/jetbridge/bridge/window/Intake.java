package dev.jetbridge.bridge.window;

import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.Loop;
import dev.jetbridge.stream.ProvenReplay;
import dev.jetbridge.stream.ProvenReplay.End;
import dev.jetbridge.stream.ProvenReplay.Place;
import dev.jetbridge.stream.StreamMessage;
import dev.jetbridge.stream.StreamState;
import dev.jetbridge.stream.Witness;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the tail's consumers bring, proved, on its way into the window. For the tail's loop. */
final class Intake implements ProvenReplay.Sink {
  private final Window window;
  private final Function<StreamMessage, Frames> encoder;
  private final Loop loop;
  private final TailReport report;
  private final Coalescer moves;
  private final Consumer<End> ended;
  private @Nullable Witness witness;
  private long fillTarget;
  private long told;
  private boolean barren;

  Intake(
      Window window,
      Function<StreamMessage, Frames> encoder,
      Loop loop,
      TailReport report,
      TailListener listener,
      Consumer<End> ended) {
    this.window = window;
    this.encoder = encoder;
    this.loop = loop;
    this.report = report;
    this.moves = new Coalescer(loop, listener::handOverNanos, listener::moved);
    this.ended = ended;
  }

  /** Empties the window for a stream that was found, to be filled from a position on. */
  void begin(StreamState state, long from) {
    window.replace(from, state.epoch());
    witness = state.newest();
    fillTarget = state.lastSequence();
  }

  /** Where the next consumer begins. */
  Place place(Epoch epoch) {
    return new Place(window.head(), witness, epoch);
  }

  /** Whether nothing has come since this was asked last. */
  boolean isBarren() {
    boolean was = barren;
    barren = true;
    return was;
  }

  @Override
  public void opened(long position, StreamState after) {
    report.learn(after);
    // A stream that has begun again may have fewer than the one that was found.
    fillTarget = Math.min(fillTarget, after.lastSequence());
    report.reading(loop.now());
  }

  @Override
  public boolean hasRoom() {
    return true;
  }

  @Override
  public void message(StreamMessage message) {
    barren = false;
    window.append(
        new Entry(message.sequence(), message.subject(), message.time(), encoder.apply(message)));
    witness = Witness.newer(witness, message.sequence(), message.time());
  }

  @Override
  public void passed(long position, StreamState state) {
    barren = false;
    report.learn(state);
    window.advance(position);
  }

  @Override
  public void paused() {
    if (window.head() != told) {
      told = window.head();
      moves.news();
    }
    if (!report.upstream().filled() && told >= fillTarget) {
      report.filled(true);
    }
  }

  @Override
  public void ended(End end) {
    ended.accept(end);
  }
}
