package dev.jetbridge.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A server that sends each client a beginning at once, whatever it asks for, and then one space
 * after the other, a few in a second, for as long as the client stays: no time-out of a single read
 * ever ends it.
 */
public final class TricklingServer implements AutoCloseable {
  private static final long PAUSE_MILLIS = 100;

  private final ServerSocket listening;
  private final byte[] beginning;

  private TricklingServer(ServerSocket listening, String beginning) {
    this.listening = listening;
    this.beginning = beginning.getBytes(StandardCharsets.US_ASCII);
  }

  /** Listens on a free port of the loopback address. */
  public static TricklingServer start(String beginning) {
    try {
      TricklingServer server =
          new TricklingServer(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()), beginning);
      Thread unused = Thread.startVirtualThread(server::accept);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("no port to trickle on", e);
    }
  }

  public int port() {
    return listening.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        Thread unused = Thread.startVirtualThread(() -> trickle(client));
      }
    } catch (IOException e) {
      if (!listening.isClosed()) {
        throw new UncheckedIOException("nobody is accepted any more", e);
      }
    }
  }

  private void trickle(Socket client) {
    try (client) {
      OutputStream out = client.getOutputStream();
      out.write(beginning);
      while (!listening.isClosed()) {
        out.write(' ');
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (IOException clientLeft) {
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
