package dev.jetbridge.client.peer;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server whose n-th upgrade request meets the n-th script, and the last script from then on.
 * Requests without an upgrade are answered with the reason of the last refusal (P-2.7).
 */
public final class ScriptedServer implements AutoCloseable {
  private final ServerSocket listener;
  private final List<Script> scripts;
  private final AtomicInteger upgrades = new AtomicInteger();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final String scheme;
  private volatile int status = 426;
  private volatile String problem = "";

  private ScriptedServer(ServerSocket listener, String scheme, List<Script> scripts) {
    this.listener = listener;
    this.scheme = scheme;
    this.scripts = scripts;
  }

  /** Starts on a free port of the loopback interface. */
  public static ScriptedServer start(Script... scripts) throws IOException {
    return start(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), "ws", scripts);
  }

  /** Starts on a listener of the test's own. */
  public static ScriptedServer start(ServerSocket listener, String scheme, Script... scripts) {
    ScriptedServer server = new ScriptedServer(listener, scheme, List.of(scripts));
    Thread unused = Thread.ofVirtual().start(server::accept);
    return server;
  }

  public URI uri() {
    return URI.create(scheme + "://localhost:" + listener.getLocalPort());
  }

  /** The upgrade requests so far. */
  public List<Request> upgrades() {
    return requests.stream().filter(Request::isUpgrade).toList();
  }

  /** The requests for a reason so far. */
  public List<Request> plainRequests() {
    return requests.stream().filter(request -> !request.isUpgrade()).toList();
  }

  void reason(int refusal, String body) {
    status = refusal;
    problem = body;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        Thread unused = Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      Request request = Request.read(in);
      requests.add(request);
      Peer peer = new Peer(socket, in, request, this);
      if (request.isUpgrade()) {
        int number = upgrades.getAndIncrement();
        scripts.get(Math.min(number, scripts.size() - 1)).play(peer);
      } else {
        peer.answer(status, problem, "Content-Type: application/problem+json");
      }
    } catch (IOException | InterruptedException e) {
      // The client went away first, which is what many a test is about.
    } finally {
      open.remove(socket);
    }
  }
}
