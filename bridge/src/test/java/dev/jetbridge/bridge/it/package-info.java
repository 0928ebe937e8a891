/** A whole bridge before a real nats-server, seen from a socket. */
@NullMarked
package dev.jetbridge.bridge.it;

import org.jspecify.annotations.NullMarked;
