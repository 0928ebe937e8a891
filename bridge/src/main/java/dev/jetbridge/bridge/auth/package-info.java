/** Who may connect, and what they may read. */
@NullMarked
package dev.jetbridge.bridge.auth;

import org.jspecify.annotations.NullMarked;
