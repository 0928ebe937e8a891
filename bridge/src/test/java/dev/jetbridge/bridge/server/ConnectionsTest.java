package dev.jetbridge.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.config.ConnectionLimits;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("connections")
class ConnectionsTest {
  @Test
  @DisplayName("of one IPv6 network count as one address")
  void network() {
    Connections connections = new Connections(limits(10, 2));

    assertThat(connections.entered(address("2001:db8::1"))).isEqualTo(Admission.WITHIN);
    assertThat(connections.entered(address("2001:db8::2"))).isEqualTo(Admission.WITHIN);
    assertThat(connections.entered(address("2001:db8::ffff:3"))).isEqualTo(Admission.OVER_ADDRESS);
    assertThat(connections.entered(address("2001:db8:0:1::1"))).isEqualTo(Admission.WITHIN);
    assertThat(connections.open()).isEqualTo(3);
  }

  @Test
  @DisplayName("from an IPv4 address count alike whatever the socket calls it")
  void mapped() {
    Connections connections = new Connections(limits(10, 1));

    assertThat(connections.entered(address("192.0.2.1"))).isEqualTo(Admission.WITHIN);
    assertThat(connections.entered(address("::ffff:192.0.2.1"))).isEqualTo(Admission.OVER_ADDRESS);
  }

  @Test
  @DisplayName("beyond the limits leave without a trace")
  void withoutATrace() {
    Connections connections = new Connections(limits(2, 1));
    InetAddress a = address("192.0.2.1");
    InetAddress b = address("192.0.2.2");
    InetAddress c = address("192.0.2.3");

    assertThat(connections.entered(a)).isEqualTo(Admission.WITHIN);
    assertThat(connections.entered(a)).isEqualTo(Admission.OVER_ADDRESS);
    assertThat(connections.entered(b)).isEqualTo(Admission.WITHIN);
    assertThat(connections.entered(c)).isEqualTo(Admission.OVER_TOTAL);
    connections.left(a, Admission.OVER_ADDRESS);
    connections.left(c, Admission.OVER_TOTAL);
    assertThat(connections.open()).isEqualTo(2);
    connections.left(a, Admission.WITHIN);
    assertThat(connections.entered(a)).isEqualTo(Admission.WITHIN);
  }

  @Test
  @DisplayName("that wait to be told so are bounded themselves")
  void bounded() {
    Connections connections = new Connections(limits(1, 1));
    InetAddress address = address("192.0.2.1");
    assertThat(connections.entered(address)).isEqualTo(Admission.WITHIN);
    for (int i = 0; i < 64; i++) {
      assertThat(connections.entered(address)).isEqualTo(Admission.OVER_TOTAL);
    }

    assertThat(connections.entered(address)).isEqualTo(Admission.TURNED_AWAY);
    connections.left(address, Admission.TURNED_AWAY);
    connections.left(address, Admission.OVER_TOTAL);
    assertThat(connections.entered(address)).isEqualTo(Admission.OVER_TOTAL);
  }

  @Test
  @DisplayName("whose client is not known yet count, and then by its address")
  void unnamed() {
    Connections connections = new Connections(limits(3, 1));
    InetAddress a = address("192.0.2.1");
    assertThat(connections.enteredUnnamed()).isTrue();
    assertThat(connections.enteredUnnamed()).isTrue();
    assertThat(connections.open()).isEqualTo(2);
    assertThat(connections.named(a)).isEqualTo(Admission.WITHIN);
    assertThat(connections.named(a)).isEqualTo(Admission.OVER_ADDRESS);
    assertThat(connections.open()).isEqualTo(1);
    connections.left(a, Admission.OVER_ADDRESS);
    connections.left(a, Admission.WITHIN);
    assertThat(connections.open()).isZero();
    for (int i = 0; i < 3 + 64; i++) {
      assertThat(connections.enteredUnnamed()).isTrue();
    }
    assertThat(connections.enteredUnnamed()).as("as many as may wait, and no more").isFalse();
    connections.leftUnnamed();
    assertThat(connections.enteredUnnamed()).isTrue();
  }

  @Test
  @DisplayName("tell whoever waits when none is left")
  void none() {
    Connections connections = new Connections(limits(3, 1));
    InetAddress a = address("192.0.2.1");
    assertThat(connections.none()).as("at once where there is none").isCompleted();
    assertThat(connections.entered(a)).isEqualTo(Admission.WITHIN);
    assertThat(connections.enteredUnnamed()).isTrue();
    CompletableFuture<Void> none = connections.none();
    connections.left(a, Admission.WITHIN);
    assertThat(none).isNotCompleted();
    assertThat(connections.named(a)).isEqualTo(Admission.WITHIN);
    assertThat(none).as("the same one under another name").isNotCompleted();
    connections.left(a, Admission.WITHIN);
    assertThat(none).isCompleted();
  }

  private static ConnectionLimits limits(int most, int mostPerAddress) {
    return new ConnectionLimits(most, mostPerAddress, Duration.ofSeconds(1), 8192, 8192);
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
