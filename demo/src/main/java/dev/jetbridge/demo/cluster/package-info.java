/**
 * A simulated cluster that runs formations of cells for a few tenants. Pure: a seed and the number
 * of ticks decide everything; there is no clock, no thread and no I/O.
 */
@NullMarked
package dev.jetbridge.demo.cluster;

import org.jspecify.annotations.NullMarked;
