/** Events: what counts as one, and the envelope around it. */
@NullMarked
package dev.jetbridge.event;

import org.jspecify.annotations.NullMarked;
