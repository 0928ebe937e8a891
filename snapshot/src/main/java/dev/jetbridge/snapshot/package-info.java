/** The projection of a stream at a position. */
@NullMarked
package dev.jetbridge.snapshot;

import org.jspecify.annotations.NullMarked;
