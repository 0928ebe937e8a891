/** Follows a Jetbridge feed from any Java program, resuming by cursor. */
@NullMarked
package dev.jetbridge.client;

import org.jspecify.annotations.NullMarked;
