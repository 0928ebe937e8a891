package dev.jetbridge.snapshot.live;

import dev.jetbridge.snapshot.Label;
import java.time.Duration;

/** Told of what happens to a state, on its thread; must not block. */
public interface StateListener {
  /** It goes on from a checkpoint. */
  void loaded(Label label, int keys, Duration took);

  /** It is being made from the stream, and not served until that is done. */
  void rebuilding(Rebuild cause, String detail);

  /** It holds everything that the stream held when the reading began, and is served. */
  void caughtUp(Label label, int keys);

  /** The stream is read, or ceased to be; {@code fault} says why it is not. */
  void reading(boolean reading, String fault);

  /** A checkpoint was written. */
  void checkpointed(Label label, Duration took);

  /** A checkpoint could not be written, read or taken away. */
  void checkpointFailed(String what, Exception cause);
}
