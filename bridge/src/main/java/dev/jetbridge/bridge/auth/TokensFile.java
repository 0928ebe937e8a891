package dev.jetbridge.bridge.auth;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.jetbridge.stream.SubjectFilter;
import dev.jetbridge.stream.SubjectFilters;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tokens file: {@code tokens: [{name, sha256 or token, subjects, expires}]} in YAML. All
 * problems are told at once, by place and name; none repeats a token, nor the text around it.
 */
final class TokensFile {
  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory()).enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
  private static final Set<String> MEMBERS =
      Set.of("name", "sha256", "token", "subjects", "expires");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");

  private final List<String> problems = new ArrayList<>();
  private final List<Principal> principals = new ArrayList<>();
  private final Map<String, String> places = new HashMap<>();

  private TokensFile() {}

  /** What became of a file's content. */
  sealed interface Result {
    /** All of it is understood. */
    record Read(Tokens tokens) implements Result {}

    /** Some of it is not; nothing of it is to be used. */
    record Faulty(List<String> problems) implements Result {}
  }

  static Result read(byte[] content) {
    TokensFile file = new TokensFile();
    file.readRoot(content);
    return file.problems.isEmpty()
        ? new Result.Read(new Tokens(file.principals))
        : new Result.Faulty(List.copyOf(file.problems));
  }

  private void readRoot(byte[] content) {
    JsonNode root;
    try {
      root = YAML.readTree(content);
    } catch (JsonProcessingException e) {
      // A YAML parser's own message shows the line, which may hold a token.
      var at = e.getLocation();
      problems.add(
          "not YAML"
              + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr()));
      return;
    } catch (IOException e) {
      problems.add("not readable: " + e.getClass().getSimpleName());
      return;
    }
    JsonNode list = root.path("tokens");
    if (!list.isArray() || root.size() != 1) {
      problems.add("expected one member at the top, tokens, with a list");
      return;
    }
    for (int i = 0; i < list.size(); i++) {
      readEntry("tokens[" + i + "]", list.get(i));
    }
  }

  private void readEntry(String index, JsonNode entry) {
    if (!entry.isObject()) {
      problems.add(index + ": " + kind(entry) + " found, expected a mapping");
      return;
    }
    int before = problems.size();
    entry
        .fieldNames()
        .forEachRemaining(member -> {
          if (!MEMBERS.contains(member)) {
            problems.add(
                index
                    + ": unknown member found, expected name, sha256 or token, subjects and"
                    + " expires");
          }
        });
    String name = text(index, entry, "name");
    if (name != null && !NAME.matcher(name).matches()) {
      problems.add(index + ".name: expected 1 to 64 of [A-Za-z0-9._@-], the first no sign");
      name = null;
    }
    String place = name == null ? index : index + " (" + name + ")";
    TokenHash hash = hash(place, entry);
    SubjectFilters subjects = subjects(place, entry.path("subjects"));
    Instant expires = entry.has("expires") ? expires(place, entry) : null;
    if (problems.size() == before && name != null && hash != null && subjects != null) {
      add(index, new Principal(name, subjects, expires, hash));
    }
  }

  private void add(String index, Principal principal) {
    String sameName = places.putIfAbsent("name " + principal.name(), index);
    if (sameName != null) {
      problems.add(index + ".name: the same as in " + sameName + ", expected another");
    }
    for (Principal other : principals) {
      if (other.hash().equals(principal.hash())) {
        problems.add(
            index
                + " ("
                + principal.name()
                + "): the same token as "
                + other.name()
                + ", expected another");
      }
    }
    principals.add(principal);
  }

  private @Nullable TokenHash hash(String place, JsonNode entry) {
    if (entry.has("sha256") == entry.has("token")) {
      problems.add(
          place
              + ": "
              + (entry.has("token") ? "both" : "neither")
              + " of sha256 and token found,"
              + " expected one");
      return null;
    }
    String text = text(place, entry, entry.has("token") ? "token" : "sha256");
    if (text == null) {
      return null;
    }
    if (entry.has("token")) {
      Optional<String> fault = Tokens.faultOf(text);
      fault.ifPresent(f -> problems.add(place + ".token: " + f));
      return fault.isPresent() ? null : TokenHash.of(text);
    }
    try {
      return TokenHash.ofHex(text);
    } catch (IllegalArgumentException e) {
      problems.add(place + ".sha256: " + e.getMessage());
      return null;
    }
  }

  private @Nullable SubjectFilters subjects(String place, JsonNode list) {
    if (!list.isArray() || list.isEmpty()) {
      problems.add(place + ".subjects: " + kind(list) + " found, expected a list with one or more");
      return null;
    }
    List<SubjectFilter> filters = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      String at = place + ".subjects[" + i + "]: ";
      JsonNode item = list.get(i);
      Optional<String> fault =
          item.isTextual()
              ? SubjectFilter.fault(item.textValue())
              : Optional.of(kind(item) + " found, expected text");
      fault.ifPresent(f -> problems.add(at + f));
      if (fault.isEmpty()) {
        filters.add(new SubjectFilter(item.textValue()));
      }
    }
    return filters.size() == list.size() ? new SubjectFilters(filters) : null;
  }

  private @Nullable Instant expires(String place, JsonNode entry) {
    String text = text(place, entry, "expires");
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      problems.add(place + ".expires: expected RFC 3339 such as 2026-12-31T23:59:59Z");
      return null;
    }
  }

  // Only text: YAML reads 0123 as 83, and a token would silently be another.
  private @Nullable String text(String place, JsonNode entry, String member) {
    JsonNode node = entry.path(member);
    if (!node.isTextual()) {
      problems.add(place + "." + member + ": " + kind(node) + " found, expected text (in quotes)");
      return null;
    }
    return node.textValue();
  }

  private static String kind(JsonNode node) {
    return node.getNodeType() == JsonNodeType.MISSING
        ? "nothing"
        : node.getNodeType().name().toLowerCase(Locale.ROOT);
  }
}
