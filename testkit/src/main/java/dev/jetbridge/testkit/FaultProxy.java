package dev.jetbridge.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP proxy on loopback that makes a link as bad as a test wants it, in toxiproxy's words, each
 * direction by itself and while connections are open. Any thread may call.
 *
 * <p>Socket buffers are 16 KiB on both sides (of which Linux makes 32), so that a bound on the rate
 * is felt at the sender soon: at most about 100 KiB are on their way through the proxy.
 */
public final class FaultProxy implements AutoCloseable {
  private static final int SOCKET_BUFFER = 16 * 1024;

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int CONNECT_MILLIS = 10_000;

  private final int target;
  private final int port;
  private final Faults upstream = new Faults();
  private final Faults downstream = new Faults();
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;
  private ServerSocket listener;
  private Thread acceptor;

  private FaultProxy(int target) {
    this.target = target;
    try {
      listener = listen(0);
      port = listener.getLocalPort();
      acceptor = startAccepting(listener);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on loopback", e);
    }
  }

  /** A proxy to a loopback port, on a port of its own; it changes nothing until it is told to. */
  public static FaultProxy to(int target) {
    return new FaultProxy(target);
  }

  /** Where clients connect. */
  public int port() {
    return port;
  }

  /** What happens to bytes from the client to the server. */
  public Faults upstream() {
    return upstream;
  }

  /** What happens to bytes from the server to the client. */
  public Faults downstream() {
    return downstream;
  }

  /** How many connections are open through the proxy. */
  public int open() {
    return connections.size();
  }

  /** Nobody listens any more: new connections are refused, open ones go on. */
  public synchronized void refuseNew() {
    closeListener();
  }

  /** Listens again, on the same port. */
  public synchronized void acceptNew() {
    if (listener.isClosed()) {
      listener = Poll.until("port %d".formatted(port), LIMIT, () -> "", () -> listen(port));
      acceptor = startAccepting(listener);
    }
  }

  /** Closes all connections, both sides, in order (FIN). */
  public void cutAll() {
    connections.forEach(ProxiedConnection::cut);
  }

  /** Resets all connections, both sides (RST). */
  public void resetAll() {
    connections.forEach(ProxiedConnection::reset);
  }

  /**
   * Resets the client's side of all connections and leaves the server's open and silent: what a
   * server sees of a client whose network is gone.
   */
  public void abandonClients() {
    connections.forEach(ProxiedConnection::abandonClient);
  }

  /** The counterpart of {@link #abandonClients()}: clients are left with a silent connection. */
  public void abandonServers() {
    connections.forEach(ProxiedConnection::abandonServer);
  }

  /** Takes all faults away from both directions, and lets new connections through. */
  public void heal() {
    upstream.clear();
    downstream.clear();
    acceptNew();
  }

  /** Resets all connections and lets the port go. */
  @Override
  public synchronized void close() {
    closed = true;
    closeListener();
    resetAll();
  }

  private static ServerSocket listen(int wanted) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReceiveBufferSize(SOCKET_BUFFER);
    try {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    return socket;
  }

  private Thread startAccepting(ServerSocket socket) {
    return Thread.ofVirtual().name("fault-proxy").start(() -> accept(socket));
  }

  private void closeListener() {
    try {
      listener.close();
      // Until the thread that accepts has noticed, the kernel goes on taking connections.
      acceptor.join();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close port " + port, e);
    } catch (InterruptedException e) {
      throw Poll.interrupted("port " + port + " to close", e);
    }
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        Thread.ofVirtual().name("fault-proxy-connect").start(() -> connect(client));
      } catch (IOException e) {
        // Closed: the loop ends.
      }
    }
  }

  private void connect(Socket client) {
    Socket server = new Socket();
    try {
      client.setSendBufferSize(SOCKET_BUFFER);
      client.setTcpNoDelay(true);
      server.setReceiveBufferSize(SOCKET_BUFFER);
      server.setSendBufferSize(SOCKET_BUFFER);
      server.setTcpNoDelay(true);
      server.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_MILLIS);
    } catch (IOException e) {
      ProxiedConnection.reset(client);
      ProxiedConnection.reset(server);
      return;
    }
    ProxiedConnection connection =
        new ProxiedConnection(client, server, upstream, downstream, connections::remove);
    connections.add(connection);
    connection.start();
    if (closed) {
      // Accepted before the proxy was closed, connected after.
      connection.reset();
    }
  }
}
