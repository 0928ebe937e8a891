package dev.jetbridge.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.stream.Cursor;
import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.StartPoint;
import dev.jetbridge.stream.SubjectFilters;
import dev.jetbridge.testkit.Clause;
import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A feed's address")
class FeedAddressTest {
  @ParameterizedTest
  @Clause("P-1.1")
  @DisplayName("is understood as people write it")
  @CsvSource({
    "ws://host, ws://host/ws/events",
    "ws://host:8080/, ws://host:8080/ws/events",
    "http://host, ws://host/ws/events",
    "HTTPS://host, wss://host/ws/events",
    "wss://host/behind/a/proxy, wss://host/behind/a/proxy",
    "ws://[::1]:8080, ws://[::1]:8080/ws/events"
  })
  void understood(String given, String meant) {
    assertThat(FeedAddress.of(URI.create(given)).base()).isEqualTo(URI.create(meant));
  }

  @ParameterizedTest
  @DisplayName("that is none is refused, with what was expected")
  @ValueSource(
      strings = {
        "",
        "host:8080",
        "ftp://host",
        "ws:///path",
        "ws://me:secret@host",
        "ftp://me:secret@host",
        "ws://me:secret@my_host",
        "ws://me:secret secret@host",
        "me:secret@host",
        "me:secret@host:8080/ws/events",
        "secret@host",
        "ws://host/ws/events?since=0",
        "ws://host/ws/events?token=secret",
        "ws://my_host?token=secret",
        "ws://host#secret",
        "host?token=secret",
        "ws://my_host:8080",
        "ws://host:0",
        "ws://host:65536"
      })
  void refused(String given) {
    assertThatThrownBy(() -> FeedAddress.of(given))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected")
        .message()
        .doesNotContain("secret");
  }

  @Test
  @Clause({"P-2.1", "P-2.2", "P-2.3", "P-2.4"})
  @DisplayName("carries what an attempt asks for, escaped")
  void parameters() {
    FeedAddress address = FeedAddress.of(URI.create("ws://host"));
    Cursor cursor =
        new Cursor(42, new Epoch("e-1"), Instant.parse("2026-01-01T00:00:00.000000001Z"));
    assertThat(
            address.from(new StartPoint.After(cursor), SubjectFilters.of("a.*", "b.>")).toString())
        .isEqualTo(
            "ws://host/ws/events?since=42&epoch=e-1&at=2026-01-01T00%3A00%3A00.000000001Z"
                + "&subject=a.*&subject=b.%3E");
    assertThat(address.from(new StartPoint.Earliest(), null).getRawQuery())
        .isEqualTo("since=earliest");
    assertThat(address.from(new StartPoint.Latest(), SubjectFilters.of("a&b=c")).getRawQuery())
        .isEqualTo("since=latest&subject=a%26b%3Dc");
  }

  @Test
  @Clause("P-2.7")
  @DisplayName("is the same over plain HTTP")
  void overHttp() {
    assertThat(FeedAddress.overHttp(URI.create("wss://host/ws/events?since=ws")))
        .isEqualTo(URI.create("https://host/ws/events?since=ws"));
  }
}
