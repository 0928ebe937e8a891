package dev.jetbridge.bridge.server;

import dev.jetbridge.bridge.auth.Principal;
import dev.jetbridge.bridge.protocol.Coding;
import dev.jetbridge.stream.StartPoint;
import dev.jetbridge.stream.SubjectFilters;
import java.net.InetSocketAddress;

/**
 * A feed that passed every check before the upgrade.
 *
 * @param start where it asks to begin
 * @param filters what it carries: the filters asked for, or all that the principal may read
 * @param coding the dialect agreed on, and whether events are compressed
 * @param principal who asks
 * @param remote the peer's address as the socket sees it
 * @param arrivedNanos {@link System#nanoTime} at which the request's head was complete; what {@code
 *     latest} and a state "read after the request" are measured from
 */
public record FeedRequest(
    StartPoint start,
    SubjectFilters filters,
    Coding coding,
    Principal principal,
    InetSocketAddress remote,
    long arrivedNanos) {}
