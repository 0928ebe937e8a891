package dev.jetbridge.client;

/**
 * The server's word that nothing at or below a sequence is still to come (P-6.4). Keeps the cursor
 * of a filter that seldom matches inside the stream's retention.
 *
 * @param cursor where the feed now stands, worth storing like that of an event
 */
public record Bookmark(FeedCursor cursor) implements FeedItem {}
