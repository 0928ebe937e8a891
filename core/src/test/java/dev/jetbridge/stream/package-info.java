@NullMarked
package dev.jetbridge.stream;

import org.jspecify.annotations.NullMarked;
