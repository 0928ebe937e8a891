package dev.jetbridge.bridge.auth;

import dev.jetbridge.stream.SubjectFilters;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who a connection speaks for.
 *
 * @param name the token's configured name; may be shown
 * @param permitted what it may read
 * @param expires when its sessions end, null for never
 * @param hash which token it came with, so that its standing can be asked again
 */
public record Principal(
    String name, SubjectFilters permitted, @Nullable Instant expires, TokenHash hash) {}
