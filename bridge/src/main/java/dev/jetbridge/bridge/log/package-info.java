/** The log on standard error: how lines are written, and that no secret is in them. */
@NullMarked
package dev.jetbridge.bridge.log;

import org.jspecify.annotations.NullMarked;
