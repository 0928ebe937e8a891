package dev.jetbridge.client;

/**
 * The state of the stream follows, item by item (P-10.5). Whatever was built before, from an
 * earlier snapshot that was not told to its end too, is to be dropped.
 *
 * @param sequence the position that the state stands for
 * @param count how many items follow
 * @param frame the whole message as received
 */
public record SnapshotBegin(long sequence, long count, String frame) implements FeedItem, Message {}
