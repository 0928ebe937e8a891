package dev.jetbridge.stream.nats;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * As much of a nats-server as a connection takes to be made (the NATS client protocol: INFO,
 * CONNECT, PING, PONG). It answers nothing else.
 */
final class ScriptedBroker implements AutoCloseable {
  private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<Socket> clients = new CopyOnWriteArrayList<>();
  private final List<Long> made = new CopyOnWriteArrayList<>();

  /** Listens on a free port. */
  ScriptedBroker() throws IOException {
    Thread unused = Thread.startVirtualThread(this::accept);
  }

  String url() {
    return "nats://127.0.0.1:" + listening.getLocalPort();
  }

  /** When each connection was made, in nanoseconds. */
  List<Long> made() {
    return made;
  }

  /** Says a last word to all clients and ends their connections. */
  void cut(String word) {
    for (Socket client : List.copyOf(clients)) {
      try (client) {
        client.getOutputStream().write(word.getBytes(US_ASCII));
      } catch (IOException e) {
        throw new UncheckedIOException("a client left before it was cut off", e);
      } finally {
        clients.remove(client);
      }
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        Thread unused = Thread.startVirtualThread(() -> serve(client));
      }
    } catch (IOException e) {
      if (!listening.isClosed()) {
        throw new UncheckedIOException("nobody is accepted any more", e);
      }
    }
  }

  private void serve(Socket client) {
    try {
      say(
          client,
          "INFO {\"server_id\":\"x\",\"server_name\":\"x\",\"version\":\"2.10.0\",\"proto\":1,"
              + "\"host\":\"127.0.0.1\",\"port\":4222,\"headers\":true,\"max_payload\":1048576,"
              + "\"client_id\":7}");
      BufferedReader in =
          new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
      boolean greeted = false;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.equals("PING")) {
          say(client, "PONG");
          if (!greeted) {
            greeted = true;
            clients.add(client);
            made.add(System.nanoTime());
          }
        }
      }
    } catch (IOException e) {
      clients.remove(client);
    }
  }

  private static void say(Socket client, String line) throws IOException {
    client.getOutputStream().write((line + "\r\n").getBytes(US_ASCII));
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket client : clients) {
      client.close();
    }
  }
}
