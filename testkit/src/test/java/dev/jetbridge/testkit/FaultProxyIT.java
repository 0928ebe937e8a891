package dev.jetbridge.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A fault proxy on a bad link")
class FaultProxyIT {
  private EchoedProxy echo;

  @BeforeEach
  void open() throws IOException {
    echo = new EchoedProxy();
  }

  @AfterEach
  void close() throws IOException {
    echo.close();
  }

  @Test
  @DisplayName("passes everything both ways, and the end after it, when told nothing")
  void transparent() throws Exception {
    try (Socket client = echo.connect()) {
      byte[] sent = new byte[300_000];
      new Random(1).nextBytes(sent);
      Thread writer = Thread.ofVirtual().start(() -> EchoedProxy.writeAll(client, sent));
      assertThat(client.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
      writer.join();
      client.shutdownOutput();
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
    Awaitility.await("the connection to be forgotten").until(() -> echo.proxy().open() == 0);
  }

  @Test
  @DisplayName("keeps to the bandwidth, to within what a busy machine allows")
  void bandwidth() throws Exception {
    echo.proxy().downstream().bandwidth(100_000);
    try (Socket client = echo.connect()) {
      Thread writer =
          Thread.ofVirtual().start(() -> EchoedProxy.writeAll(client, new byte[200_000]));
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
    echo.proxy().upstream().latency(Duration.ofMillis(200));
    echo.proxy().downstream().latency(Duration.ofMillis(100));
    try (Socket client = echo.connect()) {
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
    echo.proxy().upstream().slice(10, Duration.ofMillis(20));
    try (Socket client = echo.connect()) {
      long start = System.nanoTime();
      client.getOutputStream().write(new byte[100]);
      client.getInputStream().skipNBytes(100);

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(150));
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
      try (Socket client = EchoedProxy.connect(hole)) {
        EchoedProxy.assertSilent(client);
        assertThat(taken.get()).isLessThan(200_000);
        hole.heal();
        client.getInputStream().skipNBytes(500_000);
      }
    }
  }

  @Test
  @DisplayName("makes a black hole of a connection that is being read")
  void blackholeOnOpen() throws Exception {
    try (Socket client = echo.connected()) {
      echo.proxy().upstream().blackhole();
      client.getOutputStream().write('y');
      EchoedProxy.assertSilent(client);
      echo.proxy().heal();
      assertThat(client.getInputStream().read()).isEqualTo('y');
    }
  }

  @Test
  @DisplayName("drops what is sent while the sender believes that it arrives")
  void drops() throws Exception {
    echo.proxy().upstream().drop(true);
    try (Socket client = echo.connect()) {
      client.getOutputStream().write(new byte[1_000_000]);
      EchoedProxy.assertSilent(client);
    }
  }
}
