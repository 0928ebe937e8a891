package dev.jetbridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The catalogue of keys")
class CatalogueTest {
  @Test
  @DisplayName("holds the keys whose names are promised")
  void promisedNames() {
    assertThat(Catalogue.names())
        .contains(
            "snapshot.mode",
            "snapshot.key",
            "snapshot.checkpoints",
            "server.host",
            "server.port",
            "admin.host",
            "admin.port",
            "server.max-connections",
            "server.max-connections-per-address",
            "server.allowed-origins",
            "nats.url",
            "nats.creds-file",
            "nats.user",
            "nats.password",
            "nats.password-file",
            "nats.token",
            "stream.name",
            "stream.subjects",
            "auth.tokens-file",
            "auth.token",
            "session.heartbeat",
            "session.send-timeout",
            "session.bookmark-interval",
            "session.outbox-bytes",
            "session.max-inbound-per-second",
            "window.max-events",
            "window.max-bytes",
            "window.max-age",
            "window.trim-interval",
            "replay.max-concurrent",
            "replay.batch",
            "replay.wait",
            "delivery",
            "events.max-bytes",
            "drain.window",
            "log.format",
            "log.level");
  }

  @Test
  @DisplayName("gives no name and no environment variable twice")
  void unique() {
    assertThat(Catalogue.names()).doesNotHaveDuplicates();
    assertThat(Catalogue.variables()).hasSameSizeAs(Catalogue.names());
  }

  @Test
  @DisplayName("has only defaults that its own checks accept, and a sentence for each key")
  void defaultsFit() {
    for (Key<?> key : Catalogue.keys()) {
      assertThat(key.name()).matches("[a-z]+(\\.[a-z]+(-[a-z]+)*)*");
      assertThat(key.description()).as(key.name()).endsWith(".").matches("[A-Z`].*");
      String fallback = key.fallback();
      if (fallback != null && !(fallback.isEmpty() && key.type() instanceof Listing)) {
        Entry entry = Entry.scalar(key.name(), fallback, new Origin.Default());
        assertThat(key.refusal(entry)).as(key.name()).isNull();
        assertThat(key.shown(fallback)).as(key.name()).isEqualTo(fallback);
      }
    }
  }

  @Test
  @DisplayName("holds exactly the keys that the settings are made of")
  void nothingUnread() {
    Set<String> asked = new HashSet<>();
    Map<String, String> given =
        new HashMap<>(Map.of("stream.name", "ORDERS", "auth.token", "t")) {
          private static final long serialVersionUID = 1L;

          @Override
          public @Nullable String get(Object key) {
            asked.add(key.toString());
            return super.get(key);
          }
        };
    given.put("server.tls.certificate-file", "tls.crt");
    given.put("server.tls.key-file", "tls.key");

    Settings settings = Settings.read(new Values(given));

    assertThat(settings.server().tls()).isNotNull();
    List<String> keys = new ArrayList<>();
    Catalogue.keys().forEach(key -> keys.add(key.name()));
    assertThat(asked).containsExactlyInAnyOrderElementsOf(keys);
  }
}
