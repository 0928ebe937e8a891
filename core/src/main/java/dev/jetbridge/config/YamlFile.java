package dev.jetbridge.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Configuration from a YAML file of at most 1 MiB: nested sections, dotted names, or both. Read as
 * a stream of events, so that nothing is ever built from it but text: tags make no objects, and
 * aliases are refused instead of being expanded.
 */
final class YamlFile {
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_DEPTH = 16;
  private static final YAMLFactory YAML =
      YAMLFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  private final Path file;
  private final YAMLParser parser;
  private final List<Problem> problems;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, Integer> lines = new HashMap<>();

  private YamlFile(Path file, YAMLParser parser, List<Problem> problems) {
    this.file = file;
    this.parser = parser;
    this.problems = problems;
  }

  static Given read(Path file) {
    List<Problem> problems = new ArrayList<>();
    List<Entry> entries = List.of();
    try (YAMLParser parser = YAML.createParser(TextFile.read(file, MAX_BYTES))) {
      YamlFile reader = new YamlFile(file, parser, problems);
      entries = reader.entries;
      reader.readDocument();
    } catch (JsonProcessingException malformed) {
      int line = malformed.getLocation() == null ? 1 : malformed.getLocation().getLineNr();
      problems.add(Problem.at(new Origin.FileLine(file, line), "not YAML: " + reason(malformed)));
    } catch (CharacterCodingException malformed) {
      problems.add(new Problem(file.toString(), "not UTF-8, expected a YAML file in UTF-8"));
    } catch (IOException unreadable) {
      problems.add(
          new Problem(file.toString(), "cannot be read, expected a YAML file of at most 1 MiB"));
    }
    return new Given(entries, problems);
  }

  private void readDocument() throws IOException {
    @Nullable JsonToken first = parser.nextToken();
    if (first == null || (first.isScalarValue() && text(first).isEmpty())) {
      return;
    }
    if (first != JsonToken.START_OBJECT) {
      refuse("not a mapping, expected keys with their values");
      return;
    }
    readMapping("");
    if (parser.nextToken() != null) {
      refuse("a second document, expected one");
    }
  }

  private void readMapping(String section) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = section + parser.currentName();
      Integer before = lines.putIfAbsent(key, line());
      if (before != null) {
        refuse(key + " is given a second time, after line " + before + ", expected it once");
      }
      JsonToken value = parser.nextToken();
      if (parser.isCurrentAlias() || parser.getTypeId() != null) {
        refuse(key + " is an alias or has a tag, expected the value itself");
        parser.skipChildren();
      } else if (value == JsonToken.START_OBJECT) {
        readMapping(key + ".");
      } else if (value == JsonToken.START_ARRAY) {
        readList(key);
      } else if (before == null) {
        entries.add(Entry.scalar(key, text(value), here()));
      }
    }
  }

  private void readList(String key) throws IOException {
    Origin origin = here();
    List<String> items = new ArrayList<>();
    JsonToken item = parser.nextToken();
    for (; item != JsonToken.END_ARRAY; item = parser.nextToken()) {
      boolean plain =
          item.isScalarValue() && !parser.isCurrentAlias() && parser.getTypeId() == null;
      if (!plain || parser.getText().contains(",")) {
        refuse(
            key + " has an item that is not one plain value, expected no comma, list or mapping");
        parser.skipChildren();
      } else {
        items.add(parser.getText());
      }
    }
    entries.add(new Entry(key, String.join(",", items), true, origin));
  }

  private String text(JsonToken scalar) throws IOException {
    return scalar == JsonToken.VALUE_NULL ? "" : parser.getText();
  }

  private void refuse(String message) {
    problems.add(Problem.at(here(), message));
  }

  private Origin here() {
    return new Origin.FileLine(file, line());
  }

  private int line() {
    return parser.currentTokenLocation().getLineNr();
  }

  /**
   * What the parser complains about, without the excerpt that it shows: it may be a secret. An
   * excerpt is indented by four spaces and named by a line that begins with "in".
   */
  private static String reason(JsonProcessingException malformed) {
    return malformed
        .getOriginalMessage()
        .lines()
        .filter(line ->
            !line.isBlank()
                && !line.startsWith("    ")
                && !line.startsWith(" in ")
                && !line.startsWith("in "))
        .map(line -> line.replaceFirst(", got this instead.*", ""))
        .collect(Collectors.joining(", "));
  }
}
