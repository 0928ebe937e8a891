package dev.jetbridge.bridge.diagnostics;

import java.time.Instant;

/**
 * A known pattern, found in what happened.
 *
 * @param pattern which
 * @param connection the name of the connection that it was found on
 * @param first when it began
 * @param last the newest event that belongs to it
 * @param count how many events belong to it
 * @param summary what was found, with its numbers
 */
public record Finding(
    Pattern pattern, String connection, Instant first, Instant last, int count, String summary) {}
