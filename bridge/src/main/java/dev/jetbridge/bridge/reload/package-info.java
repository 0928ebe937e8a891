/** Files that are read again when they change. */
@NullMarked
package dev.jetbridge.bridge.reload;

import org.jspecify.annotations.NullMarked;
