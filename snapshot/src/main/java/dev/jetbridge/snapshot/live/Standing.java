package dev.jetbridge.snapshot.live;

import dev.jetbridge.snapshot.Tally;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a state stands, as of the moment that it was asked.
 *
 * @param reading whether the stream is read
 * @param fault why it is not, null while it is
 * @param served whether the state has caught up since its making began
 * @param complete false where events had left the stream before they could be read; true before
 *     anything is known
 * @param position everything up to here is in it
 * @param streamLast the stream's last sequence as last heard
 * @param keys how many it holds
 * @param bytes of its entries, Java's headers not counted
 * @param tally what became of the messages, null before the first
 * @param checkpointed when the newest checkpoint that is known was written, null where none is
 */
public record Standing(
    boolean reading,
    @Nullable String fault,
    boolean served,
    boolean complete,
    long position,
    long streamLast,
    int keys,
    long bytes,
    @Nullable Tally tally,
    @Nullable Instant checkpointed) {}
