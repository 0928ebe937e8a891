package dev.jetbridge.client;

/**
 * A message of the stream that is no event and was passed over by the server (P-5.3).
 *
 * @param sequence its number in the stream
 * @param subject the subject it was published on
 * @param cause the server's word for what is wrong with it
 */
public record Skipped(long sequence, String subject, String cause) implements FeedItem {}
