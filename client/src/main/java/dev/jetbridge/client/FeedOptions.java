package dev.jetbridge.client;

import dev.jetbridge.stream.StartPoint;
import dev.jetbridge.stream.SubjectFilters;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a feed asks for and how it goes about it.
 *
 * @param address of the server
 * @param filter null for all that the token may read
 * @param start where to begin
 * @param stream the name that the start point belongs to, null where it was not said
 * @param snapshotWhenGone whether to go on with a snapshot where the cursor cannot be continued
 * @param token asked before every connection, null for none
 * @param patience how long to look for a server
 * @param backOff between attempts
 */
record FeedOptions(
    FeedAddress address,
    @Nullable SubjectFilters filter,
    StartPoint start,
    @Nullable String stream,
    boolean snapshotWhenGone,
    @Nullable Supplier<String> token,
    Patience patience,
    BackOff backOff) {}
