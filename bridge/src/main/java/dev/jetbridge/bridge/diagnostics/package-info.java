/** What happened between the bridge and its broker, and what it looks like when it goes wrong. */
@NullMarked
package dev.jetbridge.bridge.diagnostics;

import org.jspecify.annotations.NullMarked;
