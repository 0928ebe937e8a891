package dev.jetbridge.bridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.jetbridge.bridge.log.LogLines;
import dev.jetbridge.testkit.Clause;
import dev.jetbridge.testkit.FeedReader;
import dev.jetbridge.testkit.FeedTruth;
import dev.jetbridge.testkit.Streams;
import dev.jetbridge.testkit.TestStream;
import io.nats.client.api.Mirror;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A mirror")
class MirrorIT extends BridgeTest {
  @Test
  @Clause("P-4.6")
  @DisplayName("is served with a warning, and takes no cursor of its origin")
  void served() {
    TestStream origin = stream();
    origin.publishMany(100, "t.a");
    TestStream mirror =
        stream(Streams.file().mirror(Mirror.builder().sourceName(origin.name()).build()));
    Awaitility.await("the mirror to be filled")
        .atMost(Duration.ofMinutes(1))
        .until(() -> mirror.state().getLastSequence() == 100);
    String epoch;
    RunningBridge ofOrigin = bridge(origin);
    try (FeedReader feed = ofOrigin.follow("?since=40")) {
      epoch = feed.awaitControl("hello").get("epoch").asText();
    }

    RunningBridge ofMirror;
    try (LogLines log = LogLines.of("dev.jetbridge.tail")) {
      ofMirror = bridge(mirror);
      assertThat(log.from(Level.WARN))
          .anyMatch(text -> text.contains(mirror.name() + " is a mirror or has sources"));
    }
    try (FeedReader feed = ofMirror.follow("?since=40&epoch=" + epoch)) {
      assertThat(feed.awaitClose().code()).isEqualTo(4410);
      assertThat(feed.controls("/problems/ws/stream-replaced")).hasSize(1);
    }
    try (FeedReader feed = ofMirror.follow("?since=0")) {
      FeedTruth.of(mirror.truth()).assertDelivered(feed.awaitEvents(100));
    }
  }
}
