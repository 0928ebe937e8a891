package dev.jetbridge.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A {@link FaultProxy} in front of a server that sends everything back. */
final class EchoedProxy implements AutoCloseable {
  private static final int BRIEFLY_MILLIS = 300;
  private static final int LIMIT_MILLIS = 20_000;

  /** How each connection of the server ended: {@code end}, or what the exception said. */
  private final BlockingQueue<String> endings = new LinkedBlockingQueue<>();

  private final ScriptedServer server;
  private final FaultProxy proxy;

  EchoedProxy() throws IOException {
    server = new ScriptedServer(this::echo);
    proxy = FaultProxy.to(server.port());
  }

  FaultProxy proxy() {
    return proxy;
  }

  Socket connect() throws IOException {
    return connect(proxy);
  }

  static Socket connect(FaultProxy to) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), to.port());
    socket.setSoTimeout(LIMIT_MILLIS);
    return socket;
  }

  /** A connection that the server is known to have. */
  Socket connected() throws IOException {
    Socket client = connect();
    exchange(client);
    return client;
  }

  static void exchange(Socket client) throws IOException {
    client.getOutputStream().write('x');
    assertThat(client.getInputStream().read()).isEqualTo('x');
  }

  static void assertSilent(Socket client) throws IOException {
    client.setSoTimeout(BRIEFLY_MILLIS);
    assertThatThrownBy(() -> client.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    client.setSoTimeout(LIMIT_MILLIS);
  }

  static void writeAll(Socket client, byte[] bytes) {
    try {
      client.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the end of a connection on the server's side. */
  String ending() throws InterruptedException {
    String ending = endings.poll(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
    return ending == null ? "none" : ending;
  }

  void assertNotEnded() throws InterruptedException {
    assertThat(endings.poll(BRIEFLY_MILLIS, TimeUnit.MILLISECONDS)).isNull();
  }

  void closeServer() throws IOException {
    server.close();
  }

  @Override
  public void close() throws IOException {
    proxy.close();
    server.close();
  }

  private void echo(Socket peer) {
    try {
      peer.getInputStream().transferTo(peer.getOutputStream());
      endings.add("end");
    } catch (IOException e) {
      endings.add(String.valueOf(e.getMessage()));
    }
  }
}
