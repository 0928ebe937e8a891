package dev.jetbridge.stream.nats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The reply subject of a delivered message")
class AckSubjectTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "$JS.ACK.EVENTS.jb1-2.1.1401.51.1795221857487674519.99",
        "$JS.ACK.hub.ACCHASH.EVENTS.jb1-2.1.1401.51.1795221857487674519.99",
        "$JS.ACK._.ACCHASH.EVENTS.jb1-2.1.1401.51.1795221857487674519.99.token",
        "$JS.ACK._.ACCHASH.EVENTS.jb1-2.1.1401.51.1795221857487674519.99.token.more"
      })
  @DisplayName("is read with and without a domain")
  void read(String subject) {
    AckSubject ack = Objects.requireNonNull(AckSubject.parse(subject));

    assertThat(ack).isEqualTo(new AckSubject("jb1-2", 1401, 51, 1795221857487674519L, 99));
    assertThat(ack.time()).isEqualTo(Instant.parse("2026-11-21T00:44:17.487674519Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$JS.ACK.",
        "$JS.ACK.EVENTS.c.1.2.3.4",
        "$JS.ACK.EVENTS.c.1.2.3.4.5.6",
        "$JS.ACK.EVENTS.c.1.x.3.4.5",
        "$JS.ACK.EVENTS.c.1..3.4.5",
        "$JS.ACK.EVENTS.c.1.2.3.4.99999999999999999999"
      })
  @DisplayName("is not read from anything else")
  void refused(String subject) {
    assertThat(AckSubject.parse(subject)).isNull();
  }
}
