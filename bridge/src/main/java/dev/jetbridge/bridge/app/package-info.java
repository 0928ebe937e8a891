/**
 * The bridge put together: what is made at the start, in which order it stops, and its commands.
 */
@NullMarked
package dev.jetbridge.bridge.app;

import org.jspecify.annotations.NullMarked;
