/** What the bridge counts, in domain words, and its Prometheus text. */
@NullMarked
package dev.jetbridge.bridge.metrics;

import org.jspecify.annotations.NullMarked;
