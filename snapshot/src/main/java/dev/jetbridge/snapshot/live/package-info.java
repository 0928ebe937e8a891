/** A state that is kept up to date with its stream: fed, checkpointed, rebuilt where need be. */
@NullMarked
package dev.jetbridge.snapshot.live;

import org.jspecify.annotations.NullMarked;
