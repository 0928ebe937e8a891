/** A run from its preparation to its result, over one process or several. */
@NullMarked
package dev.jetbridge.loadtest.run;

import org.jspecify.annotations.NullMarked;
