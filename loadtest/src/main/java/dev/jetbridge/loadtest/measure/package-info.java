/** Clocks, histograms, and what the kernel tells of processes and threads. */
@NullMarked
package dev.jetbridge.loadtest.measure;

import org.jspecify.annotations.NullMarked;
