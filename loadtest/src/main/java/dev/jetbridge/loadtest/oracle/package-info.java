/** What was published, what each viewer was shown, and every way in which the two can differ. */
@NullMarked
package dev.jetbridge.loadtest.oracle;

import org.jspecify.annotations.NullMarked;
