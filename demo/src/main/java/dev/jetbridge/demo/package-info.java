/** A stream of realistic CloudEvents to try Jetbridge with. */
@NullMarked
package dev.jetbridge.demo;

import org.jspecify.annotations.NullMarked;
