package dev.jetbridge.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A fault proxy whose connections break")
class FaultProxyBreaksIT {
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
  @DisplayName("resets both sides")
  void resets() throws Exception {
    try (Socket client = echo.connected()) {
      echo.proxy().resetAll();
      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
      assertThat(echo.ending()).contains("reset");
    }
  }

  @Test
  @DisplayName("cuts both sides in order")
  void cuts() throws Exception {
    try (Socket client = echo.connected()) {
      echo.proxy().cutAll();
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      assertThat(echo.ending()).isEqualTo("end");
    }
  }

  @Test
  @DisplayName("passes on a reset by the client")
  void passesOn() throws Exception {
    try (Socket client = echo.connected()) {
      client.setSoLinger(true, 0);
    }
    assertThat(echo.ending()).contains("reset");
  }

  @Test
  @DisplayName("leaves the server alone with a client that is gone")
  void abandons() throws Exception {
    try (Socket client = echo.connected()) {
      echo.proxy().abandonClients();
      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
      echo.assertNotEnded();
      echo.proxy().resetAll();
      assertThat(echo.ending()).contains("reset");
    }
  }

  @Test
  @DisplayName("does not tell of the client's close where it is to keep that")
  void halfOpen() throws Exception {
    echo.proxy().upstream().keepCloses(true);
    echo.connected().close();
    echo.assertNotEnded();
  }

  @Test
  @DisplayName("refuses new connections while open ones go on, until it accepts again")
  void refuses() throws Exception {
    try (Socket client = echo.connected()) {
      echo.proxy().refuseNew();
      assertThatThrownBy(() -> echo.connect()).isInstanceOf(ConnectException.class);
      EchoedProxy.exchange(client);
      echo.proxy().acceptNew();
      echo.connected().close();
    }
  }

  @Test
  @DisplayName("resets a client where the target is gone")
  void noTarget() throws Exception {
    echo.closeServer();
    try (Socket client = echo.connect()) {
      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    }
  }
}
