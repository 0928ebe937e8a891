/** What a run is to do: its knobs, the named scenarios, scenario files. */
@NullMarked
package dev.jetbridge.loadtest.plan;

import org.jspecify.annotations.NullMarked;
