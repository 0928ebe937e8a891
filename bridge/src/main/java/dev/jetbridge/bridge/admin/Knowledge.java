package dev.jetbridge.bridge.admin;

import dev.jetbridge.bridge.server.SessionView;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the rest of the bridge tells and does for an operator. Each is called on the front loop and
 * must not block.
 *
 * @param metrics in Prometheus text format
 * @param readiness whether new feeds can be served
 * @param config the effective configuration, secrets masked
 * @param sessions all sessions as they are now
 * @param diagnostics facts about the running process, by topic: values for Jackson
 * @param resetWindow empties the window; null where there is none
 * @param snapshot what may be done to the snapshot; null where none is held here
 */
public record Knowledge(
    Supplier<String> metrics,
    Readiness readiness,
    Supplier<String> config,
    Supplier<? extends CompletionStage<List<SessionView>>> sessions,
    Supplier<Map<String, Object>> diagnostics,
    @Nullable Runnable resetWindow,
    @Nullable SnapshotCare snapshot) {}
