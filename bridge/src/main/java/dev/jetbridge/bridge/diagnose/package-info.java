/** The diagnose command: what a running bridge finds of its connections to the broker. */
@NullMarked
package dev.jetbridge.bridge.diagnose;

import org.jspecify.annotations.NullMarked;
