/** WebSocket and HTTP from the client's side, read from the RFCs alone. */
@NullMarked
package dev.jetbridge.loadtest.net;

import org.jspecify.annotations.NullMarked;
