package dev.jetbridge.bridge.diagnostics;

import static dev.jetbridge.stream.BrokerEvent.Kind.CLOSED;
import static dev.jetbridge.stream.BrokerEvent.Kind.CONNECTED;
import static dev.jetbridge.stream.BrokerEvent.Kind.CONSUMER_LIMIT;
import static dev.jetbridge.stream.BrokerEvent.Kind.CONSUMER_LOST;
import static dev.jetbridge.stream.BrokerEvent.Kind.CONSUMER_SILENT;
import static dev.jetbridge.stream.BrokerEvent.Kind.CREDENTIALS_RELOADED;
import static dev.jetbridge.stream.BrokerEvent.Kind.DISCONNECTED;
import static dev.jetbridge.stream.BrokerEvent.Kind.EXPIRED;
import static dev.jetbridge.stream.BrokerEvent.Kind.EXPIRING;
import static dev.jetbridge.stream.BrokerEvent.Kind.REBUILT;
import static dev.jetbridge.stream.BrokerEvent.Kind.RECONNECTED;
import static dev.jetbridge.stream.BrokerEvent.Kind.REFUSED;
import static dev.jetbridge.stream.BrokerEvent.Kind.REVOKED;
import static dev.jetbridge.stream.BrokerEvent.Kind.TAIL_RESET;
import static dev.jetbridge.stream.BrokerEvent.Kind.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.stream.BrokerEvent.Party;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("What is found in what happened")
class DetectorsTest {
  private final Schedule schedule = new Schedule().then(CONNECTED).wait("1H");

  @Test
  @DisplayName("is nothing where nothing happened, or little")
  void nothing() {
    assertThat(new Schedule().findings()).isEmpty();
    assertThat(schedule.findings()).isEmpty();
    assertThat(schedule.then(DISCONNECTED).wait("1S").then(RECONNECTED).findings()).isEmpty();
    assertThat(schedule.wait("1M").then(CLOSED).findings()).isEmpty();
  }

  @Test
  @DisplayName("names connection, time, count and the last cause")
  void finding() {
    Finding found =
        schedule.on("replay").times(3, "10S", DISCONNECTED, RECONNECTED).findings().getFirst();

    assertThat(found.pattern()).isEqualTo(Pattern.FLAPPING);
    assertThat(found.connection()).isEqualTo("replay");
    assertThat(found.first()).isEqualTo("2026-06-01T13:00:00Z");
    assertThat(found.last()).isEqualTo("2026-06-01T13:00:20Z");
    assertThat(found.count()).isEqualTo(3);
    assertThat(found.summary())
        .contains("3 connections lost within 5m, ", "because of DISCONNECTED");
    assertThat(found.pattern().advice()).isNotBlank();
  }

  @Nested
  @DisplayName("is flapping")
  class Flapping {
    @Test
    @DisplayName("where three connections are lost within five minutes")
    void found() {
      schedule.times(3, "100S", DISCONNECTED, RECONNECTED);
      assertThat(schedule.patterns()).containsExactly(Pattern.FLAPPING);
      assertThat(schedule.wait("14M").patterns()).isEmpty();
    }

    @Test
    @DisplayName("not where they are further apart, or on different connections")
    void notFound() {
      schedule.times(5, "151S", DISCONNECTED, RECONNECTED);
      assertThat(schedule.patterns()).isEmpty();

      Schedule apart = new Schedule();
      for (String name : new String[] {"tail", "replay", "snapshot"}) {
        apart.on(name).times(2, "1S", DISCONNECTED, RECONNECTED);
      }
      assertThat(apart.patterns()).isEmpty();
    }

    @Test
    @DisplayName("not where they end for their credentials, which is told as such")
    void credentials() {
      schedule.times(5, "10S", DISCONNECTED, EXPIRED, RECONNECTED);
      assertThat(schedule.patterns()).isEmpty();
      schedule.times(5, "10S", DISCONNECTED, EXPIRED);
      assertThat(schedule.patterns())
          .containsExactly(Pattern.CREDENTIALS_EXPIRED, Pattern.AUTHENTICATION_LOOP);
      schedule.times(3, "10S", DISCONNECTED, UNREACHABLE, EXPIRED, RECONNECTED);
      assertThat(schedule.patterns()).containsExactly(Pattern.FLAPPING);
    }

    @Test
    @DisplayName("not where the bridge itself leaves one connection for another")
    void rotation() {
      schedule.times(10, "10S", CREDENTIALS_RELOADED, CLOSED);
      assertThat(schedule.patterns()).isEmpty();
    }
  }

  @Nested
  @DisplayName("is a rebuild storm")
  class RebuildStorm {
    @Test
    @DisplayName("where what is read begins again five times within a minute")
    void found() {
      schedule.times(4, "12S", CONSUMER_LOST, REBUILT).then(TAIL_RESET);
      assertThat(schedule.patterns()).containsExactly(Pattern.REBUILD_STORM);
    }

    @Test
    @DisplayName("also where they are counted together, for as many as the minute has")
    void counted() {
      schedule.times(9, "25S", REBUILT);
      assertThat(schedule.patterns()).isEmpty();
      schedule.wait("30M").times(30, "10S", REBUILT);
      assertThat(schedule.findings()).extracting(Finding::count).containsExactly(7);
    }

    @Test
    @DisplayName("not where that takes longer, or an operator asked for it")
    void notFound() {
      schedule.times(9, "16S", CONSUMER_LOST, REBUILT);
      assertThat(schedule.patterns()).isEmpty();
      for (int i = 0; i < 9; i++) {
        schedule.then(TAIL_RESET, Party.OPERATOR).wait("1S");
      }
      assertThat(schedule.patterns()).isEmpty();
    }
  }

  @Nested
  @DisplayName("is the loss of heartbeats")
  class HeartbeatLoss {
    @Test
    @DisplayName("where a consumer is silent and the connection stands")
    void found() {
      schedule.then(CONSUMER_SILENT).wait("30S");
      assertThat(schedule.patterns()).containsExactly(Pattern.HEARTBEAT_LOSS);
    }

    @Test
    @DisplayName("not where the connection turns out to be lost")
    void notFound() {
      schedule.then(CONSUMER_SILENT).wait("15S").then(DISCONNECTED).then(RECONNECTED);
      assertThat(schedule.patterns()).isEmpty();
    }

    @Test
    @DisplayName("also where a connection was lost long after")
    void lostLater() {
      schedule.then(CONSUMER_SILENT).wait("61S").then(DISCONNECTED).then(RECONNECTED);
      assertThat(schedule.patterns()).containsExactly(Pattern.HEARTBEAT_LOSS);
    }
  }

  @Nested
  @DisplayName("is the limit of consumers")
  class Limit {
    @Test
    @DisplayName("where one was refused, for a while")
    void found() {
      schedule.times(200, "0.1S", CONSUMER_LIMIT);
      assertThat(schedule.patterns()).containsExactly(Pattern.CONSUMER_LIMIT);
      assertThat(schedule.findings().getFirst().count()).isEqualTo(200);
      assertThat(schedule.wait("16M").patterns()).isEmpty();
    }

    @Test
    @DisplayName("not where consumers are lost")
    void notFound() {
      schedule.times(3, "1S", CONSUMER_LOST);
      assertThat(schedule.patterns()).isEmpty();
    }
  }

  @Nested
  @DisplayName("is a loop of authentication")
  class AuthenticationLoop {
    @Test
    @DisplayName("where credentials that took over are refused again and again")
    void found() {
      schedule.then(CREDENTIALS_RELOADED).wait("1H").then(DISCONNECTED).times(3, "5S", REFUSED);
      assertThat(schedule.patterns())
          .containsExactly(Pattern.CREDENTIALS_REFUSED, Pattern.AUTHENTICATION_LOOP);
    }

    @Test
    @DisplayName("not at the first refusals, nor where there never was a connection")
    void notFound() {
      schedule.then(DISCONNECTED).times(2, "5S", REFUSED);
      assertThat(schedule.patterns()).containsExactly(Pattern.CREDENTIALS_REFUSED);
      assertThat(new Schedule().times(50, "5S", REFUSED).patterns())
          .containsExactly(Pattern.CREDENTIALS_REFUSED);
    }

    @Test
    @DisplayName("also where that connection is so long ago that its event is forgotten")
    void forgotten() {
      schedule.crowdedOut().wait("1H").then(DISCONNECTED).times(3, "5S", REFUSED);
      assertThat(schedule.patterns())
          .containsExactly(Pattern.CREDENTIALS_REFUSED, Pattern.AUTHENTICATION_LOOP);
    }

    @Test
    @DisplayName("not any more once they are taken")
    void over() {
      schedule.then(DISCONNECTED).times(50, "5S", EXPIRED).then(RECONNECTED);
      assertThat(schedule.patterns()).isEmpty();
    }
  }

  @Nested
  @DisplayName("tells apart")
  class Apart {
    @Test
    @DisplayName("credentials that expired, were revoked or are refused, and no broker")
    void causes() {
      assertThat(new Schedule().then(EXPIRED).patterns())
          .containsExactly(Pattern.CREDENTIALS_EXPIRED);
      assertThat(new Schedule().then(REVOKED).patterns())
          .containsExactly(Pattern.CREDENTIALS_REVOKED);
      assertThat(new Schedule().then(REFUSED).patterns())
          .containsExactly(Pattern.CREDENTIALS_REFUSED);
      assertThat(new Schedule().then(UNREACHABLE).patterns())
          .containsExactly(Pattern.BROKER_UNREACHABLE);
    }

    @Test
    @DisplayName("what was said last from what was said before")
    void last() {
      schedule.then(DISCONNECTED).then(UNREACHABLE).wait("1S").then(EXPIRED);
      assertThat(schedule.patterns()).containsExactly(Pattern.CREDENTIALS_EXPIRED);
      assertThat(schedule.wait("1S").then(UNREACHABLE).patterns())
          .containsExactly(Pattern.BROKER_UNREACHABLE);
    }

    @Test
    @DisplayName("an outage that lasts from one that is over")
    void outage() {
      schedule.then(DISCONNECTED).times(720, "5S", UNREACHABLE);
      assertThat(schedule.patterns()).containsExactly(Pattern.BROKER_UNREACHABLE);
      assertThat(schedule.then(RECONNECTED).patterns()).isEmpty();
    }
  }

  @Nested
  @DisplayName("is that credentials expire soon")
  class Expiring {
    @Test
    @DisplayName("until newer ones are taken")
    void found() {
      schedule.then(EXPIRING).wait("10H");
      assertThat(schedule.patterns()).containsExactly(Pattern.CREDENTIALS_EXPIRING);
      assertThat(schedule.then(CREDENTIALS_RELOADED).patterns()).isEmpty();
    }

    @Test
    @DisplayName("also where so much has happened since that the event is forgotten")
    void forgotten() {
      schedule.then(EXPIRING).crowdedOut().wait("1H");
      assertThat(schedule.patterns()).containsExactly(Pattern.CREDENTIALS_EXPIRING);
      schedule.then(CREDENTIALS_RELOADED).crowdedOut().wait("1H");
      assertThat(schedule.patterns()).isEmpty();
    }

    @Test
    @DisplayName("not once they have expired")
    void expired() {
      schedule.then(EXPIRING).wait("1M").then(DISCONNECTED).then(EXPIRED);
      assertThat(schedule.patterns()).containsExactly(Pattern.CREDENTIALS_EXPIRED);
    }

    @Test
    @DisplayName("not while newer ones are refused, but again where those are gone")
    void refused() {
      schedule.then(EXPIRING).wait("1M").then(REFUSED);
      assertThat(schedule.patterns()).containsExactly(Pattern.CREDENTIALS_REFUSED);
      assertThat(schedule.wait("3M").patterns()).containsExactly(Pattern.CREDENTIALS_EXPIRING);
    }
  }

  @Test
  @DisplayName("comes in order of urgency")
  void order() {
    schedule.then(EXPIRING).times(3, "1S", DISCONNECTED, RECONNECTED);
    schedule.on("replay").then(CONSUMER_LIMIT);
    assertThat(schedule.then(REVOKED).patterns())
        .containsExactly(Pattern.CREDENTIALS_REVOKED, Pattern.CONSUMER_LIMIT, Pattern.FLAPPING);
  }
}
