@NullMarked
package dev.jetbridge.stream.nats;

import org.jspecify.annotations.NullMarked;
