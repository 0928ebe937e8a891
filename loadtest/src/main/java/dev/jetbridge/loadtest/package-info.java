/** Drives a feed with load and proves what it delivered. */
@NullMarked
package dev.jetbridge.loadtest;

import org.jspecify.annotations.NullMarked;
