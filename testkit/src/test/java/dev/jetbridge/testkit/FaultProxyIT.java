package dev.jetbridge.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A fault proxy")
class FaultProxyIT {
  private static final int BRIEFLY_MILLIS = 300;
  private static final int LIMIT_MILLIS = 20_000;

  /** How each connection of the echo server ended: {@code end}, or the exception. */
  private final BlockingQueue<String> endings = new LinkedBlockingQueue<>();

  private ScriptedServer echo;
  private FaultProxy proxy;

  @BeforeEach
  void open() throws Exception {
    echo = new ScriptedServer(this::echo);
    proxy = FaultProxy.to(echo.port());
  }

  @AfterEach
  void close() throws Exception {
    proxy.close();
    echo.close();
  }

  @Test
  @DisplayName("passes everything both ways, and the end after it, when told nothing")
  void transparent() throws Exception {
    try (Socket client = connect()) {
      byte[] sent = new byte[300_000];
      new Random(1).nextBytes(sent);
      Thread writer = Thread.ofVirtual().start(() -> writeAll(client, sent));
      assertThat(client.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
      writer.join();
      client.shutdownOutput();
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
    Awaitility.await("the connection to be forgotten").until(() -> proxy.open() == 0);
  }

  @Nested
  @DisplayName("on a bad link")
  class Link {

    @Test
    @DisplayName("keeps to the bandwidth, to within what a busy machine allows")
    void bandwidth() throws Exception {
      proxy.downstream().bandwidth(100_000);
      try (Socket client = connect()) {
        Thread writer = Thread.ofVirtual().start(() -> writeAll(client, new byte[200_000]));
        long start = System.nanoTime();
        client.getInputStream().skipNBytes(200_000);

        assertThat(Duration.ofNanos(System.nanoTime() - start))
            .isBetween(Duration.ofMillis(1_700), Duration.ofSeconds(15));
        writer.join();
      }
    }

    @Test
    @DisplayName("makes bytes late by the latency, each way, and not slow")
    void latency() throws Exception {
      proxy.upstream().latency(Duration.ofMillis(200));
      proxy.downstream().latency(Duration.ofMillis(100));
      try (Socket client = connect()) {
        long start = System.nanoTime();
        client.getOutputStream().write(new byte[50_000]);
        client.getInputStream().skipNBytes(50_000);

        assertThat(Duration.ofNanos(System.nanoTime() - start))
            .isBetween(Duration.ofMillis(300), Duration.ofSeconds(10));
      }
    }

    @Test
    @DisplayName("slices")
    void slices() throws Exception {
      proxy.upstream().slice(10, Duration.ofMillis(20));
      try (Socket client = connect()) {
        long start = System.nanoTime();
        client.getOutputStream().write(new byte[100]);
        client.getInputStream().skipNBytes(100);

        assertThat(Duration.ofNanos(System.nanoTime() - start))
            .isGreaterThan(Duration.ofMillis(150));
      }
    }

    @Test
    @DisplayName("lets nothing into a black hole, hides little of that, and gives it all back")
    void blackhole() throws Exception {
      AtomicLong taken = new AtomicLong();
      try (ScriptedServer source =
              new ScriptedServer(peer -> {
                peer.setSendBufferSize(16 * 1024);
                while (true) {
                  peer.getOutputStream().write(new byte[1_000]);
                  taken.addAndGet(1_000);
                }
              });
          FaultProxy hole = FaultProxy.to(source.port())) {
        hole.downstream().blackhole();
        try (Socket client = connect(hole)) {
          assertSilent(client);
          assertThat(taken.get()).isLessThan(200_000);
          hole.heal();
          client.getInputStream().skipNBytes(500_000);
        }
      }
    }

    @Test
    @DisplayName("makes a black hole of a connection that is being read")
    void blackholeOnOpen() throws Exception {
      try (Socket client = connected()) {
        proxy.upstream().blackhole();
        client.getOutputStream().write('y');
        assertSilent(client);
        proxy.heal();
        assertThat(client.getInputStream().read()).isEqualTo('y');
      }
    }

    @Test
    @DisplayName("drops what is sent while the sender believes that it arrives")
    void drops() throws Exception {
      proxy.upstream().drop(true);
      try (Socket client = connect()) {
        client.getOutputStream().write(new byte[1_000_000]);
        assertSilent(client);
      }
    }
  }

  @Nested
  @DisplayName("when connections break")
  class Breaks {

    @Test
    @DisplayName("resets both sides")
    void resets() throws Exception {
      try (Socket client = connected()) {
        proxy.resetAll();
        assertThatThrownBy(() -> client.getInputStream().read())
            .isInstanceOf(SocketException.class);
        assertThat(ending()).contains("reset");
      }
    }

    @Test
    @DisplayName("cuts both sides in order")
    void cuts() throws Exception {
      try (Socket client = connected()) {
        proxy.cutAll();
        assertThat(client.getInputStream().read()).isEqualTo(-1);
        assertThat(ending()).isEqualTo("end");
      }
    }

    @Test
    @DisplayName("passes on a reset by the client")
    void passesOn() throws Exception {
      try (Socket client = connected()) {
        client.setSoLinger(true, 0);
      }
      assertThat(ending()).contains("reset");
    }

    @Test
    @DisplayName("leaves the server alone with a client that is gone")
    void abandons() throws Exception {
      try (Socket client = connected()) {
        proxy.abandonClients();
        assertThatThrownBy(() -> client.getInputStream().read())
            .isInstanceOf(SocketException.class);
        assertThat(endings.poll(BRIEFLY_MILLIS, TimeUnit.MILLISECONDS)).isNull();
        proxy.resetAll();
        assertThat(ending()).contains("reset");
      }
    }

    @Test
    @DisplayName("does not tell of the client's close where it is to keep that")
    void halfOpen() throws Exception {
      proxy.upstream().keepCloses(true);
      connected().close();
      assertThat(endings.poll(BRIEFLY_MILLIS, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    @DisplayName("refuses new connections while open ones go on, until it accepts again")
    void refuses() throws Exception {
      try (Socket client = connected()) {
        proxy.refuseNew();
        assertThatThrownBy(FaultProxyIT.this::connect).isInstanceOf(ConnectException.class);
        exchange(client);
        proxy.acceptNew();
        connected().close();
      }
    }

    @Test
    @DisplayName("resets a client where the target is gone")
    void noTarget() throws Exception {
      echo.close();
      try (Socket client = connect()) {
        assertThatThrownBy(() -> client.getInputStream().read())
            .isInstanceOf(SocketException.class);
      }
    }
  }

  private Socket connect() throws IOException {
    return connect(proxy);
  }

  private static Socket connect(FaultProxy to) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), to.port());
    socket.setSoTimeout(LIMIT_MILLIS);
    return socket;
  }

  /** A connection that the server is known to have. */
  private Socket connected() throws IOException {
    Socket client = connect();
    exchange(client);
    return client;
  }

  private static void exchange(Socket client) throws IOException {
    client.getOutputStream().write('x');
    assertThat(client.getInputStream().read()).isEqualTo('x');
  }

  private static void assertSilent(Socket client) throws IOException {
    client.setSoTimeout(BRIEFLY_MILLIS);
    assertThatThrownBy(() -> client.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    client.setSoTimeout(LIMIT_MILLIS);
  }

  private String ending() throws InterruptedException {
    String ending = endings.poll(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
    return ending == null ? "none" : ending;
  }

  private void echo(Socket peer) {
    try {
      peer.getInputStream().transferTo(peer.getOutputStream());
      endings.add("end");
    } catch (IOException e) {
      endings.add(String.valueOf(e.getMessage()));
    }
  }

  private static void writeAll(Socket client, byte[] bytes) {
    try {
      client.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
