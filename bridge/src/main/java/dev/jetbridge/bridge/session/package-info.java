/**
 * A session as a pure machine: a position in the stream, and the one rule that moves it between
 * replay and the window. Knows no network, no broker and no clock of its own.
 */
@NullMarked
package dev.jetbridge.bridge.session;

import org.jspecify.annotations.NullMarked;
