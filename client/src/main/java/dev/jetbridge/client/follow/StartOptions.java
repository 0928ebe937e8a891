package dev.jetbridge.client.follow;

import dev.jetbridge.stream.Cursor;
import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.Sequence;
import dev.jetbridge.stream.StartPoint;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where to begin while there is no cursor file. */
final class StartOptions {
  @Option(
      names = "--since",
      paramLabel = "N|earliest|latest|snapshot",
      defaultValue = "latest",
      description = {
        "Begin after this sequence, with the oldest event held, with what is published from now on,"
            + " or with a snapshot of the state and what follows it (default: ${DEFAULT-VALUE}).",
        "Of no effect once the cursor file is there."
      })
  private String since = "latest";

  @Option(
      names = "--epoch",
      paramLabel = "EPOCH",
      description = "The incarnation of the stream that --since N belongs to.")
  private @Nullable String epoch;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "The broker's time of the event at exactly --since N (RFC 3339).")
  private @Nullable String at;

  /**
   * What the options ask for.
   *
   * @throws FollowFault where the options make no start point
   */
  StartPoint point() throws FollowFault {
    OptionalLong sequence = Sequence.parse(since);
    if (sequence.isPresent()) {
      return new StartPoint.After(new Cursor(sequence.getAsLong(), epoch(), time()));
    }
    if (epoch != null || at != null) {
      throw new FollowFault(
          ExitCode.LOCAL, "--epoch or --at without a numeric --since found: they belong to one");
    }
    return switch (since) {
      case "earliest" -> new StartPoint.Earliest();
      case "latest" -> new StartPoint.Latest();
      case "snapshot" -> new StartPoint.Snapshot();
      default ->
          throw new FollowFault(
              ExitCode.LOCAL,
              ("--since '%s' found, expected 0 to %d without a leading zero, earliest, latest or"
                      + " snapshot")
                  .formatted(since, Sequence.MAX));
    };
  }

  private @Nullable Epoch epoch() throws FollowFault {
    try {
      return epoch == null ? null : new Epoch(epoch);
    } catch (IllegalArgumentException e) {
      throw new FollowFault(ExitCode.LOCAL, "--epoch: " + e.getMessage(), e);
    }
  }

  private @Nullable Instant time() throws FollowFault {
    try {
      return at == null ? null : Instant.parse(at);
    } catch (DateTimeException e) {
      throw new FollowFault(
          ExitCode.LOCAL, "--at '" + at + "' found, expected RFC 3339: 2026-01-31T12:00:00Z", e);
    }
  }
}
