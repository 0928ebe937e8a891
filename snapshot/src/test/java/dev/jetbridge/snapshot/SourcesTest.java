package dev.jetbridge.snapshot;

import static dev.jetbridge.snapshot.Messages.message;
import static dev.jetbridge.snapshot.Messages.timeOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the sources of a stream")
class SourcesTest {
  private static Sources sources(@Nullable String heartbeat, int most) {
    TypePattern beat = heartbeat == null ? null : new TypePattern(heartbeat);
    return new Sources(
        new Liveness(Duration.ofMillis(10), Duration.ofMillis(100), beat),
        Messages.MAX_BYTES,
        most,
        0);
  }

  private static void hear(Sources sources, long sequence, String source, String type) {
    String event = "{\"source\":\"" + source + "\",\"type\":\"" + type + "\"}";
    sources.message(message(sequence, "any", event));
  }

  private static Map<String, Liveness.State> states(SourceList list, Instant now) {
    return list.at(now).stream()
        .collect(Collectors.toMap(j -> j.seen().source(), SourceList.Judged::state));
  }

  @Test
  @DisplayName("are told with the last event of each, as it stood when the list was taken")
  void lastEvent() {
    Sources sources = sources(null, 9);
    hear(sources, 1, "/a", "t1");
    hear(sources, 2, "/b", "t2");
    hear(sources, 4, "/a", "t3");
    sources.message(message(5, "any", "no event"));
    sources.message(message(6, "any", "{\"type\":\"of nobody\"}"));
    sources.passed(8);
    SourceList list = sources.list();
    hear(sources, 9, "/b", "t4");
    assertThat(list.position()).isEqualTo(8);
    assertThat(list.at(timeOf(9)).stream().map(SourceList.Judged::seen))
        .containsExactlyInAnyOrder(
            new SourceSeen("/a", 4, "t3", timeOf(4), timeOf(4)),
            new SourceSeen("/b", 2, "t2", timeOf(2), timeOf(2)));
  }

  @Test
  @DisplayName("are live, late or silent by the age of their last event, the bounds included")
  void ages() {
    Sources sources = sources(null, 9);
    hear(sources, 100, "/a", "t");
    for (int age : new int[] {-5, 0, 10}) {
      assertThat(states(sources.list(), timeOf(100 + age))).containsValue(Liveness.State.LIVE);
    }
    assertThat(states(sources.list(), timeOf(111))).containsValue(Liveness.State.LATE);
    assertThat(states(sources.list(), timeOf(200))).containsValue(Liveness.State.LATE);
    assertThat(states(sources.list(), timeOf(201))).containsValue(Liveness.State.SILENT);
  }

  @Test
  @DisplayName("are judged by heartbeats where they send them, else by every event")
  void heartbeats() {
    Sources sources = sources("beat.*", 9);
    hear(sources, 1, "/beats", "before");
    hear(sources, 2, "/beats", "beat.now");
    hear(sources, 200, "/beats", "work");
    hear(sources, 201, "/never", "work");
    assertThat(states(sources.list(), timeOf(205)))
        .isEqualTo(Map.of("/beats", Liveness.State.SILENT, "/never", Liveness.State.LIVE));
    hear(sources, 202, "/beats", "beat.again");
    assertThat(states(sources.list(), timeOf(205))).containsEntry("/beats", Liveness.State.LIVE);
  }

  @Test
  @DisplayName("beyond the bound are counted, and those known go on being heard")
  void bounded() {
    Sources sources = sources(null, 2);
    hear(sources, 1, "/a", "t");
    hear(sources, 2, "/b", "t");
    hear(sources, 3, "/c", "t");
    hear(sources, 4, "/a", "u");
    assertThat(sources.unlisted()).isEqualTo(1);
    assertThat(states(sources.list(), timeOf(5))).containsOnlyKeys("/a", "/b");
  }

  @Test
  @DisplayName("need ages that rise")
  void badAges() {
    assertThatThrownBy(() -> new Liveness(Duration.ofSeconds(2), Duration.ofSeconds(2), null))
        .hasMessageContaining("found, expected");
    assertThatThrownBy(() -> new Liveness(Duration.ZERO, Duration.ofSeconds(2), null))
        .hasMessageContaining("found, expected");
  }
}
