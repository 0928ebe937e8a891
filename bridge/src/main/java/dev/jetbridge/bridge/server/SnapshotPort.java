package dev.jetbridge.bridge.server;

import dev.jetbridge.bridge.snapshot.SnapshotDesk;
import java.time.Duration;

/**
 * The snapshot as the data port serves it.
 *
 * @param desk who answers
 * @param stalled the longest time that a socket may take nothing of an answer
 * @param whole the longest time that one answer may take
 */
public record SnapshotPort(SnapshotDesk desk, Duration stalled, Duration whole) {}
