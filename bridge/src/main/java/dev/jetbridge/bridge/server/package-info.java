/** Sockets: the ports, what is checked before an upgrade, and what a client may send after it. */
@NullMarked
package dev.jetbridge.bridge.server;

import org.jspecify.annotations.NullMarked;
