/** What the tests of all modules share: real servers, faults and plain clients. */
@NullMarked
package dev.jetbridge.testkit;

import org.jspecify.annotations.NullMarked;
