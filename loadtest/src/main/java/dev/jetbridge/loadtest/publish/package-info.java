/** Events, the open-loop schedule that they are published by, and where they go. */
@NullMarked
package dev.jetbridge.loadtest.publish;

import org.jspecify.annotations.NullMarked;
