/** Viewers in processes of their own, driven over their standard streams. */
@NullMarked
package dev.jetbridge.loadtest.worker;

import org.jspecify.annotations.NullMarked;
