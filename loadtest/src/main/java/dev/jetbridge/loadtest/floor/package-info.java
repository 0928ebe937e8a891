/** The bare cost of writing to sockets on this machine, which no server goes below. */
@NullMarked
package dev.jetbridge.loadtest.floor;

import org.jspecify.annotations.NullMarked;
