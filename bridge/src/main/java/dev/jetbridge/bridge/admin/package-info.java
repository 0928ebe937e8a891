/** What an operator asks a running bridge, as values; the sockets are elsewhere. */
@NullMarked
package dev.jetbridge.bridge.admin;

import org.jspecify.annotations.NullMarked;
