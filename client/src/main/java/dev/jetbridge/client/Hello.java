package dev.jetbridge.client;

import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.Sequence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server's first message on a connection (P-6.2).
 *
 * @param stream the stream's name
 * @param epoch its incarnation
 * @param subjects the filters in effect: what was asked for, or all that the token may read
 * @param oldest the first sequence that the stream holds, null where it is empty
 * @param newest the last sequence given in the stream
 * @param cursor the sequence that delivery starts after
 * @param time the broker's time of the event at exactly that sequence, null where not known
 * @param bookmarkInterval how often an idle feed hears from the server
 * @param session the server's name for this connection, for its operator's eyes
 */
public record Hello(
    String stream,
    Epoch epoch,
    List<String> subjects,
    @Nullable Long oldest,
    long newest,
    long cursor,
    @Nullable Instant time,
    Duration bookmarkInterval,
    String session)
    implements Message {
  public Hello {
    subjects = List.copyOf(subjects);
    Sequence.require(newest);
    Sequence.require(cursor);
  }
}
