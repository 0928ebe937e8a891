package dev.jetbridge.bridge.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.stream.SubjectFilters;
import dev.jetbridge.testkit.Clause;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("the tokens file")
@Clause("P-3.3")
class TokensFileTest {
  private static final String HASH = "ab".repeat(32);

  @Test
  @DisplayName("names tokens by value or by hash, with subjects and expiry")
  void names() {
    Tokens tokens =
        read(
            """
            tokens:
              - name: ops
                token: s3cret
                subjects: ["cellos.events.>", "audit.*"]
              - name: report
                sha256: "%s"
                subjects: [a.b]
                expires: 2026-12-31T23:59:59Z
            """
                .formatted(HASH));

    assertThat(tokens.principals())
        .containsExactly(
            new Principal(
                "ops",
                SubjectFilters.of("cellos.events.>", "audit.*"),
                null,
                TokenHash.of("s3cret")),
            new Principal(
                "report",
                SubjectFilters.of("a.b"),
                Instant.parse("2026-12-31T23:59:59Z"),
                TokenHash.ofHex(HASH)));
  }

  @Test
  @DisplayName("may be empty of tokens, said so plainly")
  void empty() {
    assertThat(read("tokens: []").principals()).isEmpty();
  }

  @Nested
  @DisplayName("is refused")
  class Refused {
    @ParameterizedTest
    @ValueSource(
        strings = {"", "tokens", "tokens:", "[]", "tokens: {}", "token: []", "tokens: []\nx: 1"})
    @DisplayName("where it is cut off or something else")
    void cutOff(String yaml) {
      assertThat(problems(yaml)).hasSize(1).first().asString().contains("expected");
    }

    @Test
    @DisplayName("with every problem named by place")
    void everyProblem() {
      assertThat(
              problems(
                  """
                  tokens:
                    - {name: a b, token: s3cret, subjects: [x]}
                    - {name: two, subjects: []}
                    - {name: three, token: s3cret3, sha256: "%s", subjects: [x]}
                    - {name: four, token: s3cret4, subjects: ["a..b", ok, "a b"]}
                    - {name: five, token: s3cret5, subjects: [x], expires: tomorrow}
                    - {name: six, token: s3cret6, subject: [x]}
                    - {name: seven, token: 0123, subjects: [x]}
                    - {name: eight, token: "s3 cret", subjects: [x]}
                    - {name: nine, sha256: abc, subjects: [x]}
                    - ten
                  """
                      .formatted(HASH)))
          .anySatisfy(p -> assertThat(p).startsWith("tokens[0].name"))
          .anySatisfy(p -> assertThat(p).contains("tokens[1] (two)", "neither"))
          .anySatisfy(p -> assertThat(p).contains("tokens[1] (two).subjects"))
          .anySatisfy(p -> assertThat(p).contains("tokens[2] (three)", "both"))
          .anySatisfy(p -> assertThat(p).contains("tokens[3] (four).subjects[0]"))
          .anySatisfy(p -> assertThat(p).contains("tokens[3] (four).subjects[2]"))
          .anySatisfy(p -> assertThat(p).contains("tokens[4] (five).expires"))
          .anySatisfy(p -> assertThat(p).contains("tokens[5]", "unknown member"))
          .anySatisfy(p -> assertThat(p).contains("tokens[6] (seven).token", "number"))
          .anySatisfy(p -> assertThat(p).contains("tokens[7] (eight).token"))
          .anySatisfy(p -> assertThat(p).contains("tokens[8] (nine).sha256"))
          .anySatisfy(p -> assertThat(p).contains("tokens[9]", "mapping"))
          .noneSatisfy(p -> assertThat(p).contains("s3cret"))
          .noneSatisfy(p -> assertThat(p).contains("s3 cret"));
    }

    @ParameterizedTest
    @CsvSource({"same,other,s3cret,s3cret,the same token", "same,same,s3cret,s3crat,name"})
    @DisplayName("where two tokens have the same name or value")
    void twice(String name1, String name2, String token1, String token2, String what) {
      String entry = "  - {name: %s, token: %s, subjects: [x]}\n";

      assertThat(
              problems(
                  "tokens:\n" + entry.formatted(name1, token1) + entry.formatted(name2, token2)))
          .singleElement()
          .asString()
          .contains(what)
          .doesNotContain("s3cr");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "tokens:\n  - {name: a, token: s3cret",
          "tokens:\n  - name: a\n   token: s3cret: s3cret\n",
          "tokens:\n  - name: a\n    token: s3cret\n    token: s3cret\n",
          "tokens:\n\t- s3cret"
        })
    @DisplayName("as YAML that is broken, by line, without showing it")
    @Clause("P-3.4")
    void broken(String yaml) {
      assertThat(problems(yaml))
          .singleElement()
          .asString()
          .contains("line")
          .doesNotContain("s3cret");
    }
  }

  private static Tokens read(String yaml) {
    return switch (TokensFile.read(yaml.getBytes(StandardCharsets.UTF_8))) {
      case TokensFile.Result.Read read -> read.tokens();
      case TokensFile.Result.Faulty faulty -> throw new AssertionError(faulty.problems());
    };
  }

  private static List<String> problems(String yaml) {
    return switch (TokensFile.read(yaml.getBytes(StandardCharsets.UTF_8))) {
      case TokensFile.Result.Read read -> throw new AssertionError("accepted");
      case TokensFile.Result.Faulty faulty -> faulty.problems();
    };
  }
}
