package dev.jetbridge.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The server lost its broker, or found it again (P-6.5). The feed itself stays open meanwhile.
 *
 * @param up whether the broker is there
 * @param since from when on, null where the server does not say
 */
public record Upstream(boolean up, @Nullable Instant since) implements FeedItem {}
