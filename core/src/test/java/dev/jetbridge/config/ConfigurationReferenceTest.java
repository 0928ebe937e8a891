package dev.jetbridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The reference documentation of the configuration")
class ConfigurationReferenceTest {
  @Test
  @DisplayName("names every key")
  void everyKey() {
    String page = ConfigurationReference.markdown();
    for (Key<?> key : Catalogue.keys()) {
      assertThat(page).contains("| `" + key.name() + "` |");
    }
  }

  @Test
  @DisplayName("is what docs/configuration.md says")
  void upToDate() {
    Path page = Path.of("..", "docs", "configuration.md");
    assertThat(page)
        .as("run ./jetbridge config reference > docs/configuration.md")
        .content()
        .isEqualTo(ConfigurationReference.markdown());
  }
}
