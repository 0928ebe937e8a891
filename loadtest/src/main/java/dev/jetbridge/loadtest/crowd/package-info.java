/** The viewers of one process: connections, reconnections, disturbances. */
@NullMarked
package dev.jetbridge.loadtest.crowd;

import org.jspecify.annotations.NullMarked;
