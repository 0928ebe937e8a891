package dev.jetbridge.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.loadtest.plan.InvalidPlan;
import dev.jetbridge.loadtest.result.AssertionOutcome;
import dev.jetbridge.loadtest.result.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Of a result")
class ReportTest {
  @TempDir Path folder;

  @Nested
  @DisplayName("the page")
  class Page {
    @Test
    @DisplayName("needs nothing but itself, for light and dark, wide and narrow")
    void selfContained() {
      String page = HtmlReport.of(Results.clean("one"), null);
      assertThat(page)
          .doesNotContain("http://", "https://", "src=", "@import", "url(")
          .contains("prefers-color-scheme: dark", "max-width: 640px", "name=\"viewport\"");
    }

    @Test
    @DisplayName("says what the oracle found before any figure, and shows the frames around it")
    void verdict() {
      assertThat(HtmlReport.of(Results.clean("one"), null)).contains("✓ The feed kept its word");
      String broken = HtmlReport.of(Results.broken(), null);
      assertThat(broken.indexOf("✗ The feed broke its word"))
          .isPositive()
          .isLessThan(broken.indexOf("class=\"tiles\""));
      assertThat(broken)
          .contains("broken &lt;b&gt;", "&lt;script&gt;x&lt;/script&gt;")
          .doesNotContain("<script>x");
    }

    @Test
    @DisplayName("draws every chart in both sizes, and two runs with the same scales")
    void charts() {
      String one = HtmlReport.of(Results.clean("one"), null);
      assertThat(one.split("<figure", -1)).hasSize(1 + 6);
      assertThat(one.split("<svg class=\"narrow\"", -1)).hasSize(1 + 6);
      String two = HtmlReport.of(Results.clean("one"), Results.clean("two"));
      assertThat(two.split("<figure", -1)).hasSize(1 + 12);
      assertThat(two).contains("Compared with two");
    }

    @Test
    @DisplayName("draws the curve of those who came back, where there were any")
    void connections() {
      assertThat(HtmlReport.of(Results.reconnecting(), null))
          .contains("Connections opened a second");
      assertThat(String.join("\n", Summary.of(Results.reconnecting())))
          .contains("opened        ▁▂▃▄▅▆▇██ 90 connections in a second at most");
      assertThat(String.join("\n", Summary.of(Results.clean("one")))).doesNotContain("opened  ");
    }

    @Test
    @DisplayName("keeps to few points however long the run was")
    void thinned() {
      List<Double> many = IntStream.range(0, 50_000).mapToObj(x -> (double) x).toList();
      Series thinned = new Series("x", "c1", many, many).thinned();
      assertThat(thinned.xs()).hasSize(300);
      assertThat(thinned.greatest()).isEqualTo(49_999);
    }
  }

  @Nested
  @DisplayName("an assertion")
  class Assertions {
    @ParameterizedTest
    @CsvSource({
      "p99<50ms,true",
      "p99<9ms,false",
      "lost==0,true",
      "violations!=0,false",
      "delivered-per-second>=1000,true",
      "bridge.rss<=210MiB,true",
      "bridge.cpu-per-delivery<4us,false",
      "storm-1.p50<=2ms,true",
      "opened-per-second.most==0,true",
      "storm-1.left-behind==1,true",
      "p99<1,false",
      "p98<1s,false"
    })
    @DisplayName("holds or fails by value and unit")
    void held(String assertion, boolean held) throws InvalidPlan {
      AssertionOutcome outcome = Assertion.parse(assertion).check(Metrics.of(Results.clean("one")));
      assertThat(outcome.held()).as(outcome.toString()).isEqualTo(held);
    }

    @ParameterizedTest
    @ValueSource(strings = {"p99", "p99<", "p99~1ms", "<1", "p99<1m", "p99<-1ms"})
    @DisplayName("that cannot be read is refused")
    void refused(String assertion) {
      assertThatThrownBy(() -> Assertion.parse(assertion)).isInstanceOf(InvalidPlan.class);
    }
  }

  @Nested
  @DisplayName("the files")
  class FilesOf {
    @Test
    @DisplayName("as JSON are read again as they were, and other files are refused")
    void json() throws IOException, InvalidPlan {
      Path file = folder.resolve("result.json");
      RunResult result = Results.broken();
      JsonFile.write(file, result);
      assertThat(JsonFile.read(file)).isEqualTo(result);
      Files.writeString(file, "{\"format\":\"other\"}");
      assertThatThrownBy(() -> JsonFile.read(file)).hasMessageContaining("format 'other' found");
      Files.writeString(file, "x");
      assertThatThrownBy(() -> JsonFile.read(file)).hasMessageContaining("is no result");
    }

    @Test
    @DisplayName("as CSV have a line a second with as many fields as the header")
    void csv() throws IOException {
      Path file = folder.resolve("seconds.csv");
      CsvFile.write(file, Results.clean("one"));
      List<String> lines = Files.readAllLines(file);
      assertThat(lines).hasSize(11);
      assertThat(lines)
          .allSatisfy(line ->
              assertThat(line.split(",", -1)).hasSameSizeAs(lines.getFirst().split(",", -1)));
      assertThat(lines.get(1)).startsWith("0.000,1.000,10,1000,380000,100,0,0,1000.0,");
    }

    @Test
    @DisplayName("as .hgrm have percentiles in milliseconds")
    void hgrm() throws IOException {
      Histograms.write(folder, Results.clean("one"));
      assertThat(Files.readString(folder.resolve("all.hgrm")))
          .contains("Percentile TotalCount", "#[Max     =       10.002");
    }
  }

  @Test
  @DisplayName("the summary says verdict, validity and times")
  void summary() {
    String clean = String.join("\n", Summary.of(Results.clean("one")));
    assertThat(clean).contains("verdict      clean: 10,000 events owed", "p99 9.90 ms");
    String broken = String.join("\n", Summary.of(Results.broken()));
    assertThat(broken)
        .contains(
            "BROKEN: lost 1", "lost: viewer 3, connection 2 (after reconnecting)", "<script>x");
  }

  @Test
  @DisplayName("a curve of catching up says when half, 99 % and all had, or that they never did")
  void catchUp() {
    var curve = Results.clean("one").catchUps().getFirst();
    assertThat(curve.p50()).isEqualTo(2);
    assertThat(curve.last()).isZero();
    assertThat(curve.millis()).containsExactly(1.0, 2.0, 4.0);
  }
}
