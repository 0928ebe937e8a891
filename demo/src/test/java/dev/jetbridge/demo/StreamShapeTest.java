package dev.jetbridge.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.api.Mirror;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A stream of the demo's name")
class StreamShapeTest {
  private final StreamShape shape =
      new StreamShape("CELLOS", "cellos.events", Duration.ofHours(24), 1 << 20);

  @Test
  @DisplayName("fits if the demo made it")
  void own() {
    assertThat(shape.differences(shape.toConfiguration())).isEmpty();
  }

  @Test
  @DisplayName("fits however much it holds")
  void limits() {
    assertThat(shape.differences(like().maxAge(Duration.ofDays(7)).maxBytes(-1).build())).isEmpty();
  }

  @Test
  @DisplayName("does not fit with other subjects, another retention or in memory; all is named")
  void others() {
    assertThat(
            shape.differences(
                like()
                    .subjects("cellos.events.>", "more")
                    .retentionPolicy(RetentionPolicy.WorkQueue)
                    .storageType(StorageType.Memory)
                    .build()))
        .containsExactly(
            "subjects is [cellos.events.>, more], expected [cellos.events.>]",
            "retention is workqueue, expected limits",
            "storage is memory, expected file");
  }

  @Test
  @DisplayName("does not fit as a mirror")
  void mirror() {
    StreamConfiguration mirror = like().mirror(Mirror.builder().name("OTHER").build()).build();
    assertThat(shape.differences(mirror)).containsExactly("mirror is true, expected false");
  }

  private StreamConfiguration.Builder like() {
    return StreamConfiguration.builder(shape.toConfiguration());
  }
}
