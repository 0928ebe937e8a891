/** A WebSocket server on plain sockets that does what a test tells it to, right or wrong. */
@NullMarked
package dev.jetbridge.client.peer;

import org.jspecify.annotations.NullMarked;
