/** The bridge: one JetStream stream in front of many WebSocket clients. */
@NullMarked
package dev.jetbridge.bridge;

import org.jspecify.annotations.NullMarked;
