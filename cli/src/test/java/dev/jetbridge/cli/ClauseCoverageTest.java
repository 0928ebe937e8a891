package dev.jetbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Holds the tests of all modules and {@code docs/protocol.md} to one another. */
@DisplayName("The clauses of docs/protocol.md")
class ClauseCoverageTest {

  private static final Pattern CHAPTER = Pattern.compile("^## (\\d+) ");
  private static final Pattern NUMBERED = Pattern.compile("^- \\*\\*(P-(\\d+)\\.\\d+)\\*\\* ");
  private static final Pattern ANNOTATION = Pattern.compile("(?m)^\\s*@Clause\\(([^)]*)\\)");
  private static final Pattern VALUE = Pattern.compile("\"([^\"]*)\"");

  @Test
  @DisplayName("are all tested")
  void tested() throws IOException {
    Set<String> untested = clauses();
    untested.removeAll(claims().keySet());
    assertThat(untested).as("clauses that no test names with @Clause").isEmpty();
  }

  @Test
  @DisplayName("are what the tests name, and nothing else is")
  void existing() throws IOException {
    Map<String, List<Path>> unknown = claims();
    unknown.keySet().removeAll(clauses());
    assertThat(unknown).as("@Clause values that docs/protocol.md does not have").isEmpty();
  }

  @Test
  @DisplayName("are found where they are: a search that finds nothing would pass")
  void found() throws IOException {
    assertThat(clauses()).contains("P-1.1", "P-4.3", "P-9", "P-10.5");
    assertThat(claims()).isNotEmpty();
  }

  /** Each numbered clause, and each chapter that has none: it is one clause, {@code P-9}. */
  private static Set<String> clauses() throws IOException {
    Set<String> clauses = new TreeSet<>();
    for (String line : Files.readAllLines(root().resolve("docs/protocol.md"))) {
      Matcher chapter = CHAPTER.matcher(line);
      if (chapter.find()) {
        clauses.add("P-" + chapter.group(1));
      }
      Matcher numbered = NUMBERED.matcher(line);
      if (numbered.find()) {
        clauses.remove("P-" + numbered.group(2));
        clauses.add(numbered.group(1));
      }
    }
    return clauses;
  }

  /** The clauses that tests name, and where. */
  private static Map<String, List<Path>> claims() throws IOException {
    Map<String, List<Path>> claims = new TreeMap<>();
    Path root = root();
    for (Path source : testSources()) {
      Matcher annotation = ANNOTATION.matcher(Files.readString(source));
      while (annotation.find()) {
        Matcher value = VALUE.matcher(annotation.group(1));
        while (value.find()) {
          claims.merge(value.group(1), List.of(root.relativize(source)), ClauseCoverageTest::join);
        }
      }
    }
    return claims;
  }

  private static List<Path> join(List<Path> some, List<Path> more) {
    return Stream.concat(some.stream(), more.stream()).distinct().toList();
  }

  private static List<Path> testSources() throws IOException {
    try (Stream<Path> modules = Files.list(root())) {
      List<Path> folders =
          modules.map(m -> m.resolve("src/test/java")).filter(Files::isDirectory).toList();
      return folders.stream().flatMap(ClauseCoverageTest::sources).toList();
    }
  }

  private static Stream<Path> sources(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  /** The folder with the modules: the nearest above the working directory that has the document. */
  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("docs/protocol.md"))) {
      Path above = folder.getParent();
      if (above == null) {
        throw new IllegalStateException("no docs/protocol.md up to " + folder);
      }
      folder = above;
    }
    return folder;
  }
}
