/** Configuration: read by consuming keys, every problem reported at once. */
@NullMarked
package dev.jetbridge.config;

import org.jspecify.annotations.NullMarked;
