/**
 * The words of a stream: sequences, cursors, filters, messages, and the ports through which it is
 * read.
 */
@NullMarked
package dev.jetbridge.stream;

import org.jspecify.annotations.NullMarked;
