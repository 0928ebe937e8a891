package dev.jetbridge.bridge.server;

import dev.jetbridge.bridge.protocol.Coding;
import dev.jetbridge.bridge.session.SessionState;
import java.time.Duration;
import java.util.List;

/**
 * A session at one moment, for the admin port. Holds no secret.
 *
 * @param token the name of the token that it came with
 * @param lag how far its position lies below the newest sequence that the bridge knows of
 * @param bytes handed to its socket
 */
public record SessionView(
    String id,
    String remote,
    String token,
    List<String> filters,
    Coding coding,
    SessionState state,
    long position,
    long lag,
    long events,
    long bytes,
    Duration age) {}
