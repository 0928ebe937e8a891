package dev.jetbridge.bridge.app;

import dev.jetbridge.bridge.metrics.SnapshotMeters;
import dev.jetbridge.snapshot.Label;
import dev.jetbridge.snapshot.live.Rebuild;
import dev.jetbridge.snapshot.live.StateListener;
import dev.jetbridge.stream.BrokerEvent.Party;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears of the state for the log and the meters. */
final class SnapshotEars implements StateListener {
  private static final Logger LOG = LoggerFactory.getLogger("dev.jetbridge.snapshot");

  private final String stream;
  private final SnapshotMeters meters;
  private final BiConsumer<Party, String> rebuilds;

  /**
   * Ears of one state.
   *
   * @param rebuilds takes who caused that the state is made anew, and why
   */
  SnapshotEars(String stream, SnapshotMeters meters, BiConsumer<Party, String> rebuilds) {
    this.stream = stream;
    this.meters = meters;
    this.rebuilds = rebuilds;
  }

  @Override
  public void loaded(Label label, int keys, Duration took) {
    LOG.info(
        "State of {} at {} read from its checkpoint: {} keys in {} ms",
        stream,
        label.position(),
        keys,
        took.toMillis());
  }

  @Override
  public void rebuilding(Rebuild cause, String detail) {
    meters.rebuilding(cause);
    tell(cause, detail);
    switch (cause) {
      case NO_CHECKPOINT, REQUESTED, UNFIT ->
          LOG.info("State of {} is made from the stream, {}: {}", stream, cause.label(), detail);
      case BROKEN, FOREIGN, NEWER, UNREADABLE ->
          LOG.warn(
              "Checkpoint refused, {}: {}. The state of {} is made from what the stream holds",
              cause.label(),
              detail,
              stream);
      case TRIMMED, REPLACED, FAILED ->
          LOG.warn(
              "State of {} cannot be continued, {}: {}. It is made from what the stream holds",
              stream,
              cause.label(),
              detail);
    }
  }

  private void tell(Rebuild cause, String detail) {
    String why = "the state is made from the stream, %s: %s".formatted(cause.label(), detail);
    switch (cause) {
      // As every first start does.
      case NO_CHECKPOINT -> {}
      case REQUESTED -> rebuilds.accept(Party.OPERATOR, why);
      case TRIMMED, REPLACED -> rebuilds.accept(Party.BROKER, why);
      case BROKEN, FOREIGN, NEWER, UNREADABLE, UNFIT, FAILED -> rebuilds.accept(Party.BRIDGE, why);
    }
  }

  @Override
  public void caughtUp(Label label, int keys) {
    if (label.complete()) {
      LOG.info("State of {} is served at {}: {} keys", stream, label.position(), keys);
    } else {
      LOG.warn(
          "State of {} is served at {}: {} keys, not complete: events had left the stream before"
              + " they could be read",
          stream,
          label.position(),
          keys);
    }
  }

  @Override
  public void reading(boolean reading, String fault) {
    if (reading) {
      LOG.info("The stream is read for the snapshot");
    } else {
      LOG.warn("The stream is not read for the snapshot: {}", fault);
    }
  }

  @Override
  public void checkpointed(Label label, Duration took) {
    meters.checkpointed(took);
    LOG.debug("Checkpoint of {} at {} written in {} ms", stream, label.position(), took.toMillis());
  }

  @Override
  public void checkpointFailed(String what, Exception cause) {
    meters.checkpointFailed();
    LOG.warn("Checkpoint of {} not {}: {}", stream, what, cause.toString());
  }
}
