/** States written down, and read again or refused. */
@NullMarked
package dev.jetbridge.snapshot.checkpoint;

import org.jspecify.annotations.NullMarked;
