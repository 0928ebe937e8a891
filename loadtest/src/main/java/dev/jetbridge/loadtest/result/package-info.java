/** What a run came to, as it is kept in JSON. */
@NullMarked
package dev.jetbridge.loadtest.result;

import org.jspecify.annotations.NullMarked;
