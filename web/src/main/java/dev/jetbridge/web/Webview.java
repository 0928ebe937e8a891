package dev.jetbridge.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The console on localhost, with a feed behind it. The token is added here and never reaches the
 * browser; what keeps others out is a secret in the path, drawn anew for each start, beside the
 * checks of {@code Host} and {@code Origin}. Each connection has a virtual thread of its own.
 */
public final class Webview implements AutoCloseable {
  private static final int SECRET_BYTES = 18;
  private static final int BACKLOG = 64;

  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Visit visit;
  private final String secret;

  private Webview(ServerSocket listener, Upstream upstream, String secret) {
    this.listener = listener;
    this.secret = secret;
    this.visit = new Visit(ConsoleFiles.read(), upstream, secret, listener.getLocalPort());
    Thread.ofPlatform().name("jetbridge-webview").daemon(true).start(this::accept);
  }

  /**
   * Starts one.
   *
   * @param feed the feed's address, as {@code jetbridge follow} takes it
   * @param token asked for each connection; null where the feed is asked without
   * @param port on 127.0.0.1; 0 takes any free one
   * @throws IllegalArgumentException where the address is none of a feed
   * @throws IOException where the port is taken
   */
  public static Webview start(URI feed, @Nullable Supplier<String> token, int port)
      throws IOException {
    Upstream upstream = Upstream.of(feed, token);
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    ServerSocket listener = new ServerSocket();
    try {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    } catch (IOException e) {
      listener.close();
      throw e;
    }
    return new Webview(listener, upstream, HexFormat.of().formatHex(secret));
  }

  /** What to open in a browser. Whoever has it reads the feed. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/" + secret + "/console/");
  }

  /** Stops to listen and ends all connections. */
  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a connection of webview could not be closed", e);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        Thread unused = Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        // Closed, or out of descriptors for a moment: the loop's own condition tells which.
        Thread.onSpinWait();
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      visit.serve(socket);
    } catch (IOException e) {
      // The browser left: there is nobody to tell.
    } finally {
      open.remove(socket);
    }
  }
}
