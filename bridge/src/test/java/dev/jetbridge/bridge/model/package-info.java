/** Random schedules of a whole bridge without network, broker or clock, held to the plain truth. */
@NullMarked
package dev.jetbridge.bridge.model;

import org.jspecify.annotations.NullMarked;
