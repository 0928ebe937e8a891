/** The snapshot as it is asked for: answers that many share, pages, and what a feed begins with. */
@NullMarked
package dev.jetbridge.bridge.snapshot;

import org.jspecify.annotations.NullMarked;
