package dev.jetbridge.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A JVM with the options of the image")
class JvmOptionsTest {
  private static final Pattern FLAG = Pattern.compile("(?m)^ *\\S+ (\\w+) += (\\S+) ");
  private static final String ZGC = "-XX:-UseG1GC -XX:+UseZGC";

  @TempDir private Path folder;

  @Test
  @DisplayName("ends when memory does, collects by G1 and takes half of the container")
  void defaults() throws Exception {
    assertThat(flags(""))
        .containsEntry("ExitOnOutOfMemoryError", "true")
        .containsEntry("UseG1GC", "true")
        .containsEntry("MaxRAMPercentage", "50.000000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"MaxRAMPercentage=70.000000", "MaxHeapSize=67108864", "UseZGC=true"})
  @DisplayName("hears more on JDK_JAVA_OPTIONS than on them")
  void overridden(String flag) throws Exception {
    String[] expected = flag.split("=", 2);
    assertThat(flags(ZGC + " -XX:MaxRAMPercentage=70 -Xmx64m"))
        .containsEntry(expected[0], expected[1])
        .containsEntry("UseG1GC", "false");
  }

  @Test
  @DisplayName("takes for another collector the options that the handbook names")
  void documented() {
    for (String page : List.of("docs/deploy.md", "docs/runbooks.md", "docs/performance.md")) {
      assertThat(Tree.text(page)).as(page).contains(ZGC);
    }
    assertThat(Tree.text("deploy/helm/jetbridge/values.yaml")).contains(ZGC);
  }

  /** What is in force, by the JVM's own account. */
  private Map<String, String> flags(String variable) throws Exception {
    Path options = Files.writeString(folder.resolve("options"), imageOptions());
    ProcessBuilder java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + options,
                "-XX:+PrintFlagsFinal",
                "-version")
            .redirectErrorStream(true);
    java.environment().put("JDK_JAVA_OPTIONS", variable);
    Process process = java.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return FLAG.matcher(said)
        .results()
        .collect(Collectors.toMap(flag -> flag.group(1), flag -> flag.group(2)));
  }

  /**
   * The argument file as the Dockerfile puts it together, as far as the JVM of the tests has it.
   */
  private String imageOptions() throws IOException {
    String made = group("app/options");
    assertThat(made).contains("jvm.options");
    String echoed = echoed(made);
    assertThat(echoed).contains("-XX:Flags=/opt/jetbridge/app/defaults");
    Path defaults =
        Files.writeString(
            folder.resolve("defaults"),
            Tree.text("cli/src/main/dist/jvm.flags") + echoed(group("app/defaults")));
    return Tree.text("cli/src/main/dist/jvm.options")
        + echoed.replace("/opt/jetbridge/app/defaults", defaults.toString());
  }

  /** What the Dockerfile runs to write a file. */
  private static String group(String file) {
    Matcher group = Pattern.compile("&& \\{([^}]*)} > " + file).matcher(Tree.text("Dockerfile"));
    assertThat(group.find()).as(file).isTrue();
    return group.group(1);
  }

  /** What it says itself, without the class path, which is the build's. */
  private static String echoed(String commands) {
    return Pattern.compile("echo ([^;\"]+);")
        .matcher(commands)
        .results()
        .map(found -> found.group(1) + "\n")
        .collect(Collectors.joining());
  }
}
