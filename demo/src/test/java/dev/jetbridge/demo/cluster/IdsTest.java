package dev.jetbridge.demo.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Ids")
class IdsTest {

  @Test
  @DisplayName("are eight letters and digits, and never the same")
  void unique() {
    Ids ids = new Ids(-3);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 200_000; i++) {
      seen.add(ids.next());
    }
    assertThat(seen).hasSize(200_000).allMatch(id -> id.length() == 8);
    assertThat(ids.next()).matches("[0-9a-z]{8}");
  }
}
