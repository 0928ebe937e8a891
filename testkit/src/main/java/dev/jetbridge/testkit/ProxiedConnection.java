package dev.jetbridge.testkit;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One connection through a {@link FaultProxy}: the client's socket, the server's, two pipes. */
final class ProxiedConnection implements FaultyPipe.Owner {
  private final Socket client;
  private final Socket server;
  private final FaultyPipe up;
  private final FaultyPipe down;
  private final Faults upstream;
  private final Faults downstream;
  private final Consumer<ProxiedConnection> onEnd;
  private final AtomicInteger pipesEnded = new AtomicInteger();
  private volatile boolean abandoned;

  ProxiedConnection(
      Socket client,
      Socket server,
      Faults upstream,
      Faults downstream,
      Consumer<ProxiedConnection> onEnd) {
    this.client = client;
    this.server = server;
    this.upstream = upstream;
    this.downstream = downstream;
    this.up = new FaultyPipe(client, server, upstream, this);
    this.down = new FaultyPipe(server, client, downstream, this);
    this.onEnd = onEnd;
  }

  void start() {
    up.start();
    down.start();
  }

  /** Closes both sides in order (FIN); what they still send is read and dropped. */
  void cut() {
    up.discard();
    down.discard();
    finish(client);
    finish(server);
  }

  /** Resets both sides. */
  void reset() {
    abandoned = false;
    reset(client);
    reset(server);
    end();
  }

  void abandonClient() {
    abandon(client);
  }

  void abandonServer() {
    abandon(server);
  }

  @Override
  public void senderGone(FaultyPipe pipe, Faults faults) {
    if (!abandoned && !faults.keepsCloses()) {
      reset();
    }
  }

  @Override
  public void receiverGone(FaultyPipe pipe) {
    Faults back = pipe == up ? downstream : upstream;
    if (abandoned) {
      pipe.stop();
    } else if (!back.keepsCloses()) {
      reset();
    }
  }

  @Override
  public void ended(FaultyPipe pipe, Socket to, Faults faults) {
    if (abandoned) {
      return;
    }
    if (!faults.keepsCloses()) {
      finish(to);
    }
    if (pipesEnded.incrementAndGet() == 2) {
      close(client);
      close(server);
      end();
    }
  }

  /** Closes a socket with a reset (SO_LINGER 0). */
  static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // Closed already.
    }
    close(socket);
  }

  private void abandon(Socket side) {
    abandoned = true;
    reset(side);
  }

  private void end() {
    up.stop();
    down.stop();
    onEnd.accept(this);
  }

  private static void finish(Socket socket) {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      // Closed already.
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Gone either way.
    }
  }
}
