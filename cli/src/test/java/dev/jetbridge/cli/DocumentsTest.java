package dev.jetbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The documents")
class DocumentsTest {
  private static final Pattern FENCED = Pattern.compile("(?ms)^ *```.*?^ *```");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+)$");
  private static final Pattern ANCHOR = Pattern.compile("<a (?:id|name)=\"([^\"]+)\"");
  private static final Path ROOT =
      Stream.of(Path.of(""), Path.of(".."))
          .map(folder -> folder.toAbsolutePath().normalize())
          .filter(folder -> Files.exists(folder.resolve("docs/protocol.md")))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no docs found from here"));

  @Test
  @DisplayName("link to files that are there, and to headings that these have")
  void links() throws IOException {
    List<String> broken = new ArrayList<>();
    int links = 0;
    for (Path page : pages()) {
      for (String link : found(LINK, page)) {
        if (!link.matches("[a-z]+:.*")) {
          links++;
          if (!leads(page, link)) {
            broken.add(ROOT.relativize(page) + ": " + link);
          }
        }
      }
    }
    assertThat(links).isGreaterThan(100);
    assertThat(broken).isEmpty();
  }

  @Test
  @DisplayName("name every command that there is")
  void commands() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/running.md"));
    assertThat(Main.commandLine(Map.of()).getSubcommands().keySet())
        .filteredOn(command -> !Set.of("help", "generate-completion").contains(command))
        .isNotEmpty()
        .allSatisfy(command -> assertThat(page).contains("`" + command + "`"));
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    try (Stream<Path> files = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      Stream.concat(files, docs)
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .forEach(pages::add);
    }
    return pages;
  }

  private static boolean leads(Path page, String link) {
    String[] parts = link.split("#", 2);
    Path file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
    if (!Files.exists(file)) {
      return false;
    }
    return parts.length == 1
        || !file.toString().endsWith(".md")
        || anchors(file).contains(parts[1]);
  }

  /** What can be linked to in a page, as GitHub names it. */
  private static Set<String> anchors(Path page) {
    Set<String> anchors = new HashSet<>(found(ANCHOR, page));
    Map<String, Integer> seen = new HashMap<>();
    for (String heading : found(HEADING, page)) {
      String anchor =
          heading
              .replaceAll("\\[([^\\]]*)]\\([^)]*\\)", "$1")
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^\\p{L}\\p{N} _-]", "")
              .replace(' ', '-');
      int before = seen.merge(anchor, 1, Integer::sum) - 1;
      anchors.add(before == 0 ? anchor : anchor + "-" + before);
    }
    return anchors;
  }

  /** The first group of each match outside of code blocks. */
  private static List<String> found(Pattern pattern, Path page) {
    try {
      String text = FENCED.matcher(Files.readString(page)).replaceAll("");
      return pattern.matcher(text).results().map((MatchResult match) -> match.group(1)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
