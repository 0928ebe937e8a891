package dev.jetbridge.client;

/**
 * The state of the stream has been told: what was built of its items is right up to the cursor, and
 * events go on from there (P-10.5).
 *
 * @param cursor where the feed now stands, the first worth storing since the snapshot began
 * @param frame the whole message as received
 */
public record SnapshotEnd(FeedCursor cursor, String frame) implements FeedItem {}
