package dev.jetbridge.loadtest.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A plan")
class PlanTest {
  private static Settings settings() {
    return new Settings().set(Knob.URL, "ws://127.0.0.1:8080");
  }

  @ParameterizedTest
  @EnumSource(Scenario.class)
  @DisplayName("can be made of every scenario as it is")
  void scenarios(Scenario scenario) throws InvalidPlan {
    Plan plan = Plan.of("x", scenario, settings().set(scenario.knobs()));
    assertThat(plan.load().viewers() + plan.disturbances().replayers()).isPositive();
  }

  @Test
  @DisplayName("masks secrets in what it shows")
  void secrets() throws InvalidPlan {
    Settings settings =
        settings()
            .set(Knob.TOKEN, "hunter2")
            .set(Knob.NATS_URL, "nats://user:hunter3@127.0.0.1:4222");
    assertThat(Plan.of("x", Scenario.FANOUT, settings).shown().toString()).doesNotContain("hunter");
  }

  @ParameterizedTest
  @CsvSource({
    "VIEWERS,many,a number",
    "VIEWERS,-1,a number",
    "RATE,1e9,a number",
    "DURATION,30,a time",
    "BYTES,12,or more",
    "SLOW_SHARE,10,a share",
    "SLOW_SHARE,101%,a share",
    "RAMP,up,one of none",
    "ADAPTER,kafka,one of jetbridge",
    "URL,http://x,an address ws",
    "URL,'ws://x,http://y',an address ws",
    "URL,'ws://x,wss://y',of one scheme",
    "URL,'ws://x,',an address ws",
    "STORMS,9,as many as fit",
    "REPLAYERS,5,since there are replayers",
    "SUBJECT_PREFIX,a.*,tokens",
    "FILTER,'a.b,',with commas between them",
    "FILTER,'a.b, c',with commas between them"
  })
  @DisplayName("refuses what cannot be meant, with what was found and what was expected")
  void refused(Knob knob, String value, String expected) {
    Settings settings = settings().set(knob, value);
    assertThatThrownBy(() -> Plan.of("x", Scenario.FANOUT, settings))
        .isInstanceOf(InvalidPlan.class)
        .hasMessageContaining("expected")
        .hasMessageContaining(expected);
  }

  @ParameterizedTest
  @EnumSource(
      value = Plan.Dialect.class,
      names = {"NATS", "CENTRIFUGO", "SSE"})
  @DisplayName("refuses several filters where the dialect has no words for them")
  void unions(Plan.Dialect dialect) {
    String adapter = dialect.name().toLowerCase(Locale.ROOT);
    Settings settings =
        settings()
            .set(Knob.URL, (dialect == Plan.Dialect.SSE ? "http" : "ws") + "://127.0.0.1:8080")
            .set(Knob.API_URL, "http://127.0.0.1:8000")
            .set(Knob.ADAPTER, adapter)
            .set(Knob.FILTER, "a.{subject},b.{viewer}");
    assertThatThrownBy(() -> Plan.of("x", Scenario.FANOUT, settings))
        .isInstanceOf(InvalidPlan.class)
        .hasMessageContaining("expected one filter, since adapter %s takes no more", adapter);
  }

  @ParameterizedTest
  @CsvSource({"jetbridge", "plain"})
  @DisplayName("takes several filters where a viewer can ask for them")
  void union(String adapter) throws InvalidPlan {
    Settings settings =
        settings().set(Knob.ADAPTER, adapter).set(Knob.FILTER, "a.{subject},b.{viewer}");
    assertThat(Plan.of("x", Scenario.FANOUT, settings).load().filter())
        .isEqualTo("a.{subject},b.{viewer}");
  }

  @Test
  @DisplayName("is read from a file, on top of its scenario")
  void file(@TempDir Path folder) throws IOException, InvalidPlan {
    Path file = folder.resolve("run.yaml");
    Files.writeString(
        file,
        "scenario: storm\nname: nightly\nviewers: 50\naway: 2s\nassert: ['p99<50ms', lost==0]\n");
    ScenarioFile read = ScenarioFile.read(file);
    assertThat(read.name()).isEqualTo("nightly");
    assertThat(read.assertions()).containsExactly("p99<50ms", "lost==0");
    Plan plan =
        Plan.of("x", Scenario.STORM, settings().set(Scenario.STORM.knobs()).set(read.values()));
    assertThat(plan.load().viewers()).isEqualTo(50);
    assertThat(plan.disturbances().storms()).isEqualTo(1);
    assertThat(plan.disturbances().away()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  @DisplayName("refuses a file with a key that nobody knows")
  void unknownKey(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("run.yaml");
    Files.writeString(file, "viewer: 50\nrate: [1]\n");
    assertThatThrownBy(() -> ScenarioFile.read(file)).hasMessageContaining("viewer, rate");
  }
}
