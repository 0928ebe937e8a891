package dev.jetbridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A YAML file")
class YamlFileTest {
  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = directory.resolve("jetbridge.yaml");
  }

  @Nested
  @DisplayName("that is well formed")
  class WellFormed {
    @Test
    @DisplayName("gives the same for sections and for dotted names")
    void nestedAndDotted() throws IOException {
      Given nested = read("server:\n  tls:\n    key-file: k\n  port: 1\n");
      Given dotted = read("server.tls.key-file: k\nserver:\n  port: 1\n");
      assertThat(texts(nested)).containsExactly("server.tls.key-file=k", "server.port=1");
      assertThat(texts(dotted)).isEqualTo(texts(nested));
      assertThat(nested.problems()).isEmpty();
      assertThat(dotted.problems()).isEmpty();
    }

    @Test
    @DisplayName("says of each value on which line it stands")
    void lines() throws IOException {
      assertThat(read("a: 1\n\nb:\n  c: [x,\n    y]\n  d: >\n    folded\n").entries())
          .extracting(entry -> entry.key() + " " + entry.origin())
          .containsExactly("a " + file + ":1", "b.c " + file + ":4", "b.d " + file + ":6");
    }

    @Test
    @DisplayName("gives numbers and truths as they are written, and lists joined by commas")
    void plainTexts() throws IOException {
      assertThat(texts(read("a: 012\nb: yes\nc: 1.50\nd: [1, two]\ne: []\nf:\ng: ''\nh: ~\n")))
          .containsExactly("a=012", "b=yes", "c=1.50", "d=1,two", "e=", "f=", "g=", "h=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "---\n", "{}"})
    @DisplayName("may be empty")
    void empty(String content) throws IOException {
      assertThat(read(content)).isEqualTo(Given.NOTHING);
    }
  }

  @Nested
  @DisplayName("is refused")
  class Refused {
    @Test
    @DisplayName("where a key is given twice, in whatever form, with both lines")
    void duplicates() throws IOException {
      assertThat(problems("a:\n  b: 1\n  b: 2\na.b: 3\na:\n  c: 1\n"))
          .containsExactly(
              file + ":3: a.b is given a second time, after line 2, expected it once",
              file + ":4: a.b is given a second time, after line 2, expected it once",
              file + ":5: a is given a second time, after line 1, expected it once");
    }

    @Test
    @DisplayName("where it has aliases, tags or merges, each at its line")
    void aliasesAndTags() throws IOException {
      assertThat(
              problems(
                  """
                  a: &x 5
                  b: *x
                  c: !!javax.script.ScriptEngineManager [1]
                  d: {<<: *x}
                  e: [*x]
                  f: !t {g: 1}
                  """))
          .containsExactly(
              file + ":2: b is an alias or has a tag, expected the value itself",
              file + ":3: c is an alias or has a tag, expected the value itself",
              file + ":4: d.<< is an alias or has a tag, expected the value itself",
              file
                  + ":5: e has an item that is not one plain value, expected no comma, list or"
                  + " mapping",
              file + ":6: f is an alias or has a tag, expected the value itself");
    }

    @Test
    @DisplayName("where it would unfold to a thousand million values, at once")
    void aliasBomb() throws IOException {
      StringBuilder bomb = new StringBuilder("a0: &a0 [x]\n");
      for (int i = 1; i < 30; i++) {
        bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(9)));
      }
      assertThat(read(bomb.toString()).problems()).hasSize(29 * 9);
    }

    @Test
    @DisplayName("where a list holds lists, mappings or commas")
    void oddItems() throws IOException {
      assertThat(problems("a: [[1], {b: 2}, 'c,d', e]\n")).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"- 1\n", "hunter2", "a: 1\n---\nb: 2\n"})
    @DisplayName("where it is not one mapping")
    void notOneMapping(String content) throws IOException {
      assertThat(problems(content)).hasSize(1).first().asString().doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "a: 1\nb: 'hunter2\n",
          "a: 1\nb: c: hunter2\n",
          "a: 1\nb: @hunter2\n",
          "a: 1\n\thunter2: 1\n",
          "a: 1\n? [hunter2]\n: 1\n",
          "a: 1\nb: [hunter2\n",
          "a: 1\nb: hunter2\u0001\n",
          "a: 1\nb: \"hunter2\\z\"\n",
          "a: 1\n? {hunter2: 1}\n: 1\n",
          "a: 1\n  b: hunter2\n",
          "a: 1\nb: !<hunter2\n",
        })
    @DisplayName("where it is not YAML, without showing what stands there")
    void malformed(String content) throws IOException {
      assertThat(problems(content))
          .singleElement()
          .asString()
          .startsWith(file + ":")
          .contains(": not YAML: ")
          .doesNotContain("hunter2")
          .hasLineCount(1);
    }

    @Test
    @DisplayName("where it nests deeper than any key")
    void deep() throws IOException {
      assertThat(problems("{a: ".repeat(5000) + "1" + "}".repeat(5000)))
          .singleElement()
          .asString()
          .contains("not YAML: ");
    }

    @Test
    @DisplayName("where it is not UTF-8, too long, a directory, or not there")
    void unreadable() throws IOException {
      assertThat(Readings.told(YamlFile.read(file)))
          .containsExactly(file + ": cannot be read, expected a YAML file of at most 1 MiB");
      assertThat(Readings.told(YamlFile.read(directory))).hasSize(1);
      Files.write(file, "a: ü".getBytes(StandardCharsets.ISO_8859_1));
      assertThat(Readings.told(YamlFile.read(file)))
          .containsExactly(file + ": not UTF-8, expected a YAML file in UTF-8");
      assertThat(problems("#".repeat((1 << 20) + 1))).hasSize(1);
    }
  }

  private Given read(String content) throws IOException {
    return YamlFile.read(Files.writeString(file, content));
  }

  private List<String> problems(String content) throws IOException {
    return Readings.told(read(content));
  }

  private static List<String> texts(Given given) {
    return given.entries().stream().map(entry -> entry.key() + "=" + entry.text()).toList();
  }
}
