/** The stream as NATS JetStream serves it; the only package that knows jnats. */
@NullMarked
package dev.jetbridge.stream.nats;

import org.jspecify.annotations.NullMarked;
