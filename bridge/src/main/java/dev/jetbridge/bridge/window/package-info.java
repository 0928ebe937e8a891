/**
 * The newest events of the stream, read once for all: the window, the tail that fills it, and the
 * fan-out that hands it to the sessions which are level with it. Knows no network and no clock.
 */
@NullMarked
package dev.jetbridge.bridge.window;

import org.jspecify.annotations.NullMarked;
