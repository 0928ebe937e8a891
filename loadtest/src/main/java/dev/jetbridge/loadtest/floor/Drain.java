package dev.jetbridge.loadtest.floor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;

/** Reads sockets empty on a thread of its own. */
final class Drain implements AutoCloseable {
  private static final int BUFFER = 64 << 10;

  private final Selector selector;
  private final List<SocketChannel> sockets;
  private final Thread thread = new Thread(this::run, "floor-drain");
  private volatile boolean closed;

  Drain(List<SocketChannel> sockets) throws IOException {
    this.sockets = List.copyOf(sockets);
    this.selector = Selector.open();
    for (SocketChannel socket : sockets) {
      socket.configureBlocking(false);
      socket.register(selector, SelectionKey.OP_READ);
    }
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    try {
      while (!closed) {
        int unused = selector.select(key -> read(key, buffer));
      }
    } catch (IOException e) {
      throw new IllegalStateException("reading from loopback failed", e);
    }
  }

  private static void read(SelectionKey key, ByteBuffer buffer) {
    try {
      buffer.clear();
      if (((SocketChannel) key.channel()).read(buffer) < 0) {
        key.cancel();
      }
    } catch (IOException e) {
      key.cancel();
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (SocketChannel socket : sockets) {
      socket.close();
    }
    selector.close();
  }
}
