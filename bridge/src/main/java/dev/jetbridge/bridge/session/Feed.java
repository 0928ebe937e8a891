package dev.jetbridge.bridge.session;

import dev.jetbridge.bridge.snapshot.Snapshots;
import dev.jetbridge.bridge.window.Frames;
import dev.jetbridge.bridge.window.Upstream;
import dev.jetbridge.bridge.window.Window;
import dev.jetbridge.stream.ProvenReplay.Supply;
import dev.jetbridge.stream.StreamMessage;
import dev.jetbridge.stream.StreamSource;
import dev.jetbridge.stream.SubjectFilters;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What all sessions share.
 *
 * @param source the stream, for replays and for opening
 * @param scope what of the stream the bridge serves at all
 * @param window its newest events
 * @param upstream what the tail knows of it
 * @param encoder makes a replayed message's frames; thread-safe
 * @param permits who may replay
 * @param observer told what happens
 * @param snapshots what sessions may begin with; null where there are none
 * @param pace how long and how much at a time
 */
public record Feed(
    StreamSource source,
    SubjectFilters scope,
    Window window,
    Supplier<Upstream> upstream,
    Function<StreamMessage, Frames> encoder,
    ReplayPermits permits,
    SessionObserver observer,
    @Nullable Snapshots snapshots,
    Pace pace) {

  /**
   * The bounds on a session's turns and waits.
   *
   * @param shared whether sessions use the window; else each replays for its whole life
   * @param supply how much a replay takes at a time
   * @param ample how much one of few takes: the way to the broker and back is long for a small pull
   * @param turnMessages messages replayed while others wait, before it queues again
   * @param yieldAfter time without room after which a replay gives its consumer away
   * @param maxWait longest wait for a permit, or for a broker that is there but makes no progress
   * @param opening longest wait for the first answer of the broker
   * @param bookmark longest time without a message on an idle {@code jetbridge.v1} feed
   * @param heartbeat time between pings, as told in the hello
   */
  public record Pace(
      boolean shared,
      Supply supply,
      Supply ample,
      int turnMessages,
      Duration yieldAfter,
      Duration maxWait,
      Duration opening,
      Duration bookmark,
      Duration heartbeat) {}
}
