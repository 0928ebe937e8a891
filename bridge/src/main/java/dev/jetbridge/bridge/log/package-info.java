/**
 * The log on standard error and in a file: how lines are written, and that no secret is in them.
 */
@NullMarked
package dev.jetbridge.bridge.log;

import org.jspecify.annotations.NullMarked;
