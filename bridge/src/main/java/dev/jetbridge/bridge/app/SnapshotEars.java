package dev.jetbridge.bridge.app;

import dev.jetbridge.bridge.metrics.SnapshotMeters;
import dev.jetbridge.snapshot.Label;
import dev.jetbridge.snapshot.live.Rebuild;
import dev.jetbridge.snapshot.live.StateListener;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears of the state for the log and the meters. */
final class SnapshotEars implements StateListener {
  private static final Logger LOG = LoggerFactory.getLogger("dev.jetbridge.snapshot");

  private final String stream;
  private final SnapshotMeters meters;

  SnapshotEars(String stream, SnapshotMeters meters) {
    this.stream = stream;
    this.meters = meters;
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
