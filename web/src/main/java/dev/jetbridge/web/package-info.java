/** The console's files, and webview, which serves them on localhost before any feed. */
@NullMarked
package dev.jetbridge.web;

import org.jspecify.annotations.NullMarked;
