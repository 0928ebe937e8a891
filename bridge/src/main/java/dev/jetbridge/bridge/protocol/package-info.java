/** The words of the wire: problems, close reasons, request parameters and frames, as bytes. */
@NullMarked
package dev.jetbridge.bridge.protocol;

import org.jspecify.annotations.NullMarked;
