/** A realistic stream of CloudEvents to try Jetbridge with, and its publisher. */
@NullMarked
package dev.jetbridge.demo;

import org.jspecify.annotations.NullMarked;
