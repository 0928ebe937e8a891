package dev.jetbridge.bridge.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.Gone;
import dev.jetbridge.testkit.Clause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a problem")
class ProblemTypeTest {
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(/problems/[a-z/-]+)` \\| (\\d+) \\| ([^|]+?) \\|");

  @Test
  @DisplayName("has the path, status and title that docs/problems.md explains")
  @Clause("P-1.3")
  void isDocumented() throws IOException {
    Set<String> documented = new TreeSet<>();
    Matcher rows = ROW.matcher(Files.readString(documents().resolve("problems.md")));
    while (rows.find()) {
      documented.add(rows.group(1) + " " + rows.group(2) + " " + rows.group(3));
    }

    Set<String> known = new TreeSet<>();
    for (ProblemType type : ProblemType.values()) {
      known.add(type.path() + " " + type.status() + " " + type.title());
    }
    for (Gone gone : Gone.values()) {
      GoneProblem problem = new GoneProblem(gone, OptionalLong.empty(), null);
      known.add(problem.path() + " " + CloseReason.of(gone).code() + " " + problem.title());
    }

    assertThat(known).as("in code, against docs/problems.md").isEqualTo(documented);
  }

  @Test
  @DisplayName("is JSON, whatever its detail")
  @Clause("P-1.3")
  void isJson() throws IOException {
    String hostile = "\"},\u0000\n<script>\uD800";
    JsonNode body =
        new ObjectMapper().readTree(new Problem(ProblemType.BAD_PARAMETER, hostile).json());

    assertThat(body.path("type").asText()).isEqualTo("/problems/bad-parameter");
    assertThat(body.path("title").asText()).isEqualTo("Bad parameter");
    assertThat(body.path("status").asInt()).isEqualTo(400);
    assertThat(body.path("detail").asText()).startsWith("\"},\u0000\n<script>");
  }

  @Test
  @DisplayName("on a WebSocket says what the stream still holds")
  @Clause({"P-4.2", "P-4.3"})
  void saysWhatIsHeld() throws IOException {
    GoneProblem known =
        new GoneProblem(Gone.RETENTION_EXHAUSTED, OptionalLong.of(41), new Epoch("e1"));
    GoneProblem unknown = new GoneProblem(Gone.STREAM_REPLACED, OptionalLong.empty(), null);

    assertThat(new String(known.json(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"type\":\"/problems/ws/retention-exhausted\",\"title\":\"Cursor older than stream"
                + " retention\",\"oldest_seq\":41,\"epoch\":\"e1\"}");
    JsonNode body = new ObjectMapper().readTree(unknown.json());
    assertThat(body.path("type").asText()).isEqualTo("/problems/ws/stream-replaced");
    assertThat(body.path("oldest_seq").isNull()).isTrue();
    assertThat(body.path("epoch").isNull()).isTrue();
  }

  @Test
  @DisplayName("that closes a WebSocket has a code of the contract and a reason that fits")
  @Clause("P-9")
  void closeReasons() {
    assertThat(Arrays.stream(CloseReason.values()).map(CloseReason::code).distinct())
        .containsExactlyInAnyOrder(
            1000, 1001, 1002, 1007, 1008, 1009, 1011, 1013, 4401, 4403, 4408, 4410);
    assertThat(CloseReason.values())
        .allSatisfy(r -> assertThat(r.text()).matches("[a-z0-9-]{1,123}"));
  }

  private static Path documents() {
    return Stream.of(Path.of("docs"), Path.of("../docs"))
        .filter(Files::isDirectory)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no docs folder found, expected it at the root"));
  }
}
