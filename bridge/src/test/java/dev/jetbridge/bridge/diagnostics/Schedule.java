package dev.jetbridge.bridge.diagnostics;

import dev.jetbridge.stream.BrokerEvent;
import dev.jetbridge.stream.BrokerEvent.Kind;
import dev.jetbridge.stream.BrokerEvent.Party;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What happens to a connection, and when. */
final class Schedule {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  private static final int CAPACITY = 512;

  private final EventRing ring = new EventRing(CAPACITY, text -> text, occurrence -> {});
  private String connection = "tail";
  private Instant now = NOON;

  Schedule on(String name) {
    connection = name;
    return this;
  }

  Schedule then(Kind kind) {
    return then(kind, Party.BROKER);
  }

  Schedule then(Kind kind, Party party) {
    ring.happened(new BrokerEvent(now, connection, 7, kind, party, "because of " + kind));
    return this;
  }

  Schedule wait(String duration) {
    now = now.plus(Duration.parse("PT" + duration));
    return this;
  }

  /** The same again and again. */
  Schedule times(int count, String pause, Kind... kinds) {
    for (int i = 0; i < count; i++) {
      for (Kind kind : kinds) {
        then(kind);
      }
      wait(pause);
    }
    return this;
  }

  /** So much on another connection that the ring holds nothing else. */
  Schedule crowdedOut() {
    String here = connection;
    on("other").times(CAPACITY, "0S", Kind.CONSUMER_LOST, Kind.TAIL_RESET);
    return on(here);
  }

  List<Finding> findings() {
    return Detectors.findings(ring.history(), now);
  }

  List<Pattern> patterns() {
    return findings().stream().map(Finding::pattern).toList();
  }
}
