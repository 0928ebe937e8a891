package dev.jetbridge.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A TCP (or TLS) connection to a loopback port, as bytes. What has arrived is kept until it is
 * taken, so that a wait that ran out of time loses nothing. One thread reads; any thread writes.
 */
final class RawConnection implements AutoCloseable {
  private static final int CONNECT_MILLIS = 10_000;
  static final int READ_SIZE = 16 * 1024;
  private static final ScheduledExecutorService WATCHDOG =
      Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "raw-connection-watchdog");
        thread.setDaemon(true);
        return thread;
      });

  private final Socket tcp;
  private final Socket socket;
  private final Pace pace = new Pace();
  private byte[] buffer = new byte[2 * READ_SIZE];
  private int from;
  private int to;
  private volatile boolean closed;

  private RawConnection(Socket tcp, Socket socket) {
    this.tcp = tcp;
    this.socket = socket;
  }

  /**
   * Connects.
   *
   * @param receiveBuffer SO_RCVBUF in bytes, set before connecting so that the window that is
   *     offered to the peer follows it; 0 leaves the system's choice
   * @param tls for a TLS connection with a handshake at once; null for plain TCP
   */
  static RawConnection open(int port, int receiveBuffer, @Nullable SSLContext tls) {
    Socket tcp = new Socket();
    try {
      if (receiveBuffer > 0) {
        tcp.setReceiveBufferSize(receiveBuffer);
      }
      tcp.setTcpNoDelay(true);
      tcp.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      if (tls == null) {
        return new RawConnection(tcp, tcp);
      }
      tcp.setSoTimeout(CONNECT_MILLIS);
      SSLSocket secure =
          (SSLSocket) tls.getSocketFactory().createSocket(tcp, "localhost", port, true);
      secure.startHandshake();
      return new RawConnection(tcp, secure);
    } catch (IOException e) {
      closeQuietly(tcp);
      throw new UncheckedIOException("cannot connect to port " + port, e);
    }
  }

  /** How fast this side reads. */
  Pace pace() {
    return pace;
  }

  int localPort() {
    return tcp.getLocalPort();
  }

  /** All that has arrived and was not taken: a view, good until the next call of this class. */
  ByteBuffer arrived() {
    return ByteBuffer.wrap(buffer, from, to - from).slice();
  }

  /** Takes the first {@code count} bytes of what has arrived. */
  byte[] take(int count) {
    byte[] taken = Arrays.copyOfRange(buffer, from, from + count);
    from += count;
    return taken;
  }

  /**
   * Waits for more bytes.
   *
   * @param most how many to take off the socket; at most 16 KiB
   * @return false when the deadline has passed without any
   * @throws ConnectionEnded where the peer has ended the connection
   */
  boolean fill(Deadline deadline, int most) {
    makeRoom();
    try {
      int allowed = pace.await(most, deadline);
      if (allowed == 0) {
        return false;
      }
      socket.setSoTimeout(deadline.remainingMillis());
      int read = socket.getInputStream().read(buffer, to, allowed);
      if (read < 0) {
        throw new ConnectionEnded("the peer closed the connection" + rest(), false);
      }
      pace.passed(read);
      to += read;
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      throw Poll.interrupted("bytes", e);
    } catch (IOException e) {
      throw new ConnectionEnded(e.getMessage() + rest(), !closed);
    }
  }

  /** Writes all of {@code bytes}; where the peer takes them too slowly, ends the connection. */
  void write(byte[] bytes, Duration limit) {
    ScheduledFuture<?> watchdog =
        WATCHDOG.schedule(() -> closeQuietly(tcp), limit.toMillis(), TimeUnit.MILLISECONDS);
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    } catch (IOException e) {
      String why = watchdog.isDone() ? "not written within " + limit : "" + e.getMessage();
      throw new ConnectionEnded("%d bytes: %s".formatted(bytes.length, why), !watchdog.isDone());
    } finally {
      watchdog.cancel(false);
    }
  }

  /** Sends FIN and goes on reading. */
  void finish() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new ConnectionEnded("cannot send FIN: " + e.getMessage(), true);
    }
  }

  /** Ends the connection with a reset. */
  void reset() {
    try {
      tcp.setSoLinger(true, 0);
    } catch (IOException e) {
      throw new UncheckedIOException("SO_LINGER", e);
    }
    end(tcp);
  }

  @Override
  public void close() {
    end(socket);
  }

  private void end(Socket which) {
    closed = true;
    pace.close();
    closeQuietly(which);
  }

  private void makeRoom() {
    if (buffer.length - to < READ_SIZE) {
      int held = to - from;
      byte[] roomier = held + READ_SIZE > buffer.length ? new byte[2 * buffer.length] : buffer;
      System.arraycopy(buffer, from, roomier, 0, held);
      buffer = roomier;
      from = 0;
      to = held;
    }
  }

  private String rest() {
    return from == to ? "" : " after %d bytes not yet taken".formatted(to - from);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // The connection is gone either way, which is all that was wanted.
    }
  }
}
