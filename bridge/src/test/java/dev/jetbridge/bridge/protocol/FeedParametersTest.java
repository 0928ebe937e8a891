package dev.jetbridge.bridge.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.stream.Cursor;
import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.StartPoint;
import dev.jetbridge.stream.SubjectFilters;
import dev.jetbridge.testkit.Clause;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("the parameters of a feed")
class FeedParametersTest {
  @Nested
  @DisplayName("say where to begin")
  @Clause("P-2.2")
  class Since {
    @ParameterizedTest
    @ValueSource(strings = {"", "since=latest", "&", "subject=a"})
    @DisplayName("with what comes next, unless they say otherwise")
    void latest(String query) {
      assertThat(read(query).start()).isEqualTo(new StartPoint.Latest());
    }

    @Test
    @DisplayName("with the oldest event held")
    void earliest() {
      assertThat(read("since=earliest").start()).isEqualTo(new StartPoint.Earliest());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 42, 9007199254740991L})
    @DisplayName("after a cursor")
    void afterACursor(long sequence) {
      assertThat(read("since=" + sequence).start())
          .isEqualTo(new StartPoint.After(Cursor.of(sequence)));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "007",
          "00",
          "-1",
          "%2B1",
          "+1",
          "1.0",
          "1e3",
          "0x10",
          "9007199254740992",
          "Latest",
          "18446744073709551616",
          "99999999999999999999999999999",
          "null",
          "NaN",
          "%31%00",
          "%D9%A1",
          "1%20",
          "now"
        })
    @DisplayName("or are refused, never replaced by a default")
    @Clause("P-2.5")
    void malformed(String since) {
      assertThat(fault("since=" + since)).contains("expected");
    }

    @Test
    @DisplayName("name the snapshot, which has a cursor of its own")
    @Clause("P-10.5")
    void snapshot() {
      assertThat(read("since=snapshot").start()).isEqualTo(new StartPoint.Snapshot());
      assertThat(fault("since=snapshot&epoch=e1")).contains("expected only beside a numeric since");
    }
  }

  @Nested
  @DisplayName("say what to carry")
  @Clause("P-2.3")
  class Subjects {
    @Test
    @DisplayName("all that the caller may read, unless they say otherwise")
    void all() {
      assertThat(read("since=1").subjects()).isEmpty();
    }

    @Test
    @DisplayName("as the union of filters")
    void union() {
      assertThat(read("subject=a.*&subject=b.>&subject=b.c").subjects())
          .contains(SubjectFilters.of("a.*", "b.>"));
    }

    @Test
    @DisplayName("with wildcards escaped or not")
    void escaped() {
      assertThat(read("subject=a.%2A.%3e").subjects()).contains(SubjectFilters.of("a.*.>"));
    }

    @Test
    @DisplayName("in 64 filters at most")
    void atMost64() {
      assertThat(read(subjects(64)).subjects().orElseThrow().filters()).hasSize(64);
      assertThat(fault(subjects(65))).contains("65 subject parameters").contains("64");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          ".",
          "a..b",
          ".a",
          "a.",
          "a%20b",
          "a+b",
          "a.%3E.b",
          "a%00b",
          "a%0Ab",
          "%ff",
          "%c0%af",
          "%ed%a0%80",
          "%f0%9f%98%80"
        })
    @DisplayName("or are refused")
    @Clause("P-2.5")
    void malformed(String subject) {
      assertThat(fault("subject=" + subject)).contains("expected");
    }

    @Test
    @DisplayName("or are refused for 300 tokens")
    void tooManyTokens() {
      assertThat(fault("subject=" + "a.".repeat(299) + "a")).contains("tokens");
    }

    private static String subjects(int count) {
      return IntStream.range(0, count)
          .mapToObj(i -> "subject=s" + i)
          .collect(Collectors.joining("&"));
    }
  }

  @Nested
  @DisplayName("say what a cursor belongs to")
  @Clause("P-2.4")
  class Belonging {
    @Test
    @DisplayName("by epoch and by the time of its event")
    void epochAndTime() {
      StartPoint start = read("epoch=0a1B_-&at=2026-01-31T08:30:00.123456789Z&since=7").start();

      assertThat(start)
          .isEqualTo(
              new StartPoint.After(
                  new Cursor(
                      7, new Epoch("0a1B_-"), Instant.parse("2026-01-31T08:30:00.123456789Z"))));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "2026-01-31T08:30:00Z",
          "2026-01-31t08:30:00z",
          "2026-01-31T10:30:00.000%2B02:00"
        })
    @DisplayName("in any form of RFC 3339")
    void anyForm(String at) {
      assertThat(read("since=7&at=" + at).start())
          .isEqualTo(
              new StartPoint.After(new Cursor(7, null, Instant.parse("2026-01-31T08:30:00Z"))));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "at=",
          "at=yesterday",
          "at=2026-01-31",
          "at=2026-01-31T08:30:00",
          "at=2026-02-30T08:30:00Z",
          "at=2026-01-31T08:30:00.1234567890Z",
          "at=1769848200",
          "at=2026-01-31T10:30:00+02:00",
          "at=2026-01-31T23:59:60Z",
          "epoch=",
          "epoch=a.b",
          "epoch=a%20b",
          "epoch=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
        })
    @DisplayName("or are refused")
    @Clause("P-2.5")
    void malformed(String parameter) {
      assertThat(fault("since=7&" + parameter)).contains("expected");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "epoch=abc",
          "at=2026-01-31T08:30:00Z",
          "since=latest&epoch=abc",
          "since=earliest&at=2026-01-31T08:30:00Z"
        })
    @DisplayName("only beside a numeric since")
    void onlyBesideANumber(String query) {
      assertThat(fault(query)).contains("expected only beside a numeric since");
    }
  }

  @Nested
  @DisplayName("are refused")
  @Clause("P-2.5")
  class Refused {
    @ParameterizedTest
    @CsvSource({
      "sinc=5,since",
      "Since=5,since",
      "sicne=5,since",
      "subjects=a,subject",
      "ad=x,at",
      "epcoh=e,epoch",
      "SUBJECT=a,subject"
    })
    @DisplayName("for an unknown name, with what was probably meant")
    @Clause("P-2.1")
    void misspelt(String query, String meant) {
      assertThat(fault(query)).contains("did you mean '" + meant + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"token=secret", "access_token=secret", "=secret"})
    @DisplayName("for an unknown name, without its value")
    @Clause({"P-2.1", "P-3.4"})
    void unknown(String query) {
      assertThat(fault(query)).contains("expected one of since").doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"since=1&since=1", "since=1&epoch=a&epoch=a"})
    @DisplayName("for a second value where one is allowed")
    void twice(String query) {
      assertThat(fault(query)).contains("twice");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"since", "since=%", "since=%1", "since=%zz", "since=%g1", "subject=%c3", "%=1"})
    @DisplayName("for escapes that are none")
    void badEscapes(String query) {
      assertThat(fault(query)).contains("expected");
    }

    @Test
    @DisplayName("with a short detail, however long what was found")
    void shortDetail() {
      assertThat(fault("since=" + "9".repeat(7000)).length()).isLessThan(300);
      assertThat(fault("9".repeat(7000) + "=1").length()).isLessThan(300);
    }
  }

  private static FeedParameters read(String query) {
    return switch (FeedParameters.read(query)) {
      case FeedParameters.Result.Read read -> read.parameters();
      case FeedParameters.Result.Malformed malformed -> throw new AssertionError(malformed);
    };
  }

  private static String fault(String query) {
    return switch (FeedParameters.read(query)) {
      case FeedParameters.Result.Read read -> throw new AssertionError("accepted: " + read);
      case FeedParameters.Result.Malformed malformed -> malformed.detail();
    };
  }
}
