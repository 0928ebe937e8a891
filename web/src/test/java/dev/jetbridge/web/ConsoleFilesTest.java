package dev.jetbridge.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("the console's files")
class ConsoleFilesTest {
  private static final Pattern NAMED =
      Pattern.compile("(?:src|href)=\"([^\"]+)\"|from '\\./([^']+)'|import \"\\./([^\"]+)\"");

  private final ConsoleFiles files = ConsoleFiles.read();

  @Test
  @DisplayName("are all that its page and scripts name")
  void complete() {
    for (String name : new String[] {"", "main.js", "following.js", "waterfall.js", "bridge.js"}) {
      assertThat(named(files.find(name).orElseThrow().text()))
          .as("names in %s", name)
          .isNotEmpty()
          .allMatch(each -> files.find(each).isPresent());
    }
  }

  @Test
  @DisplayName("hold no script and no style in the page, which its policy would not run")
  void strict() {
    assertThat(files.find("").orElseThrow().text())
        .doesNotContain("style=\"", "<style")
        .doesNotContainPattern("<script(?![^>]*src=)")
        .doesNotContainPattern(" on[a-z]+=\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"index.html", "../package-info.class", "/", "none.js"})
  @DisplayName("are found by their names alone")
  void nothingElse(String name) {
    assertThat(files.find(name)).isEmpty();
  }

  private static Stream<String> named(String text) {
    return NAMED
        .matcher(text)
        .results()
        .map(ConsoleFilesTest::name)
        .filter(name -> !name.contains(":"));
  }

  private static String name(MatchResult found) {
    return Stream.of(1, 2, 3)
        .map(found::group)
        .filter(group -> group != null)
        .findFirst()
        .orElseThrow();
  }
}
