package dev.jetbridge.loadtest.crowd;

import dev.jetbridge.loadtest.adapter.Adapter;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One server that viewers connect to.
 *
 * @param tls how to encrypt, null for not at all
 */
public record Destination(Adapter adapter, InetSocketAddress server, @Nullable ClientTls tls) {}
