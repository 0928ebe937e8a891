/** The feeds that can be measured: one dialect of one kind of server each. */
@NullMarked
package dev.jetbridge.loadtest.adapter;

import org.jspecify.annotations.NullMarked;
