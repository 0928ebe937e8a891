package dev.jetbridge.bridge.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The names of the admin port")
class HostNamesTest {
  private final HostNames names =
      new HostNames("::", List.of("localhost", "[FD00:0:0:0::5]", "fe80::7%eth0", "bridge-1"));

  @ParameterizedTest
  @CsvSource({
    "[fd12:3456::a:5]:8081, fd12:3456::a:5",
    "[fd12:3456:0:0:0:0:a:5]:8081, fd12:3456::a:5",
    "[FD12:3456::A:5], fd12:3456::a:5",
    "[::1]:8081, ::1",
    "[0:0:0:0:0:0:0:1], ::1",
    "[fe80::1]:8081, fe80::1%1",
    "[fe80::1%25eth0]:8081, fe80::1%1",
    "10.1.2.3:8081, 10.1.2.3",
  })
  @DisplayName("include the address that was connected to, however it is written")
  void address(String header, String local) throws UnknownHostException {
    assertThat(names.includes(header, InetAddress.getByName(local))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"[fd00::5]:8081", "[fe80::7]", "LocalHost:8081", "bridge-1"})
  @DisplayName("include those configured, in any spelling")
  void configured(String header) throws UnknownHostException {
    assertThat(names.includes(header, InetAddress.getByName("192.0.2.1"))).isTrue();
  }

  @Test
  @DisplayName("include an IPv4 address that a socket for both kinds was reached by")
  void mapped() throws UnknownHostException {
    byte[] bytes = new byte[16];
    bytes[10] = (byte) 0xff;
    bytes[11] = (byte) 0xff;
    bytes[12] = 10;
    bytes[15] = 5;
    InetAddress local = Inet6Address.getByAddress(null, bytes, -1);
    assertThat(names.includes("10.0.0.5:8081", local)).isTrue();
    assertThat(names.includes("[::ffff:10.0.0.5]:8081", local)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "[fd12:3456::a:6]:8081",
    "[::2]",
    "fd12:3456::a:5",
    "[fd12:3456::a:5",
    "[fd12::3456::5]",
    "[no:address]",
    "[]",
    "evil.example",
  })
  @DisplayName("include no other address, and nothing that is none")
  void others(String header) throws UnknownHostException {
    assertThat(names.includes(header, InetAddress.getByName("fd12:3456::a:5"))).isFalse();
  }
}
