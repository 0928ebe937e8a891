/** The follow command: a feed on standard output. */
@NullMarked
package dev.jetbridge.client.follow;

import org.jspecify.annotations.NullMarked;
