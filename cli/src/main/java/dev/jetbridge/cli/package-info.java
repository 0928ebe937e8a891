/** The jetbridge command and its subcommands. */
@NullMarked
package dev.jetbridge.cli;

import org.jspecify.annotations.NullMarked;
