package dev.jetbridge.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The Dockerfile")
class DockerfileTest {
  private final String dockerfile = Tree.text("Dockerfile");

  @Test
  @DisplayName("gives the runtime every module that our code needs")
  void modules() {
    List<String> given = List.of(found("ARG MODULES=(\\S+)").split(","));
    assertThat(given).containsAll(needed());
  }

  @Test
  @DisplayName("dates the layers as the build dates its archives")
  void epoch() {
    String instant = found(Tree.text("pom.xml"), "<project.build.outputTimestamp>([^<]+)<");
    assertThat(found("ARG SOURCE_DATE_EPOCH=(\\d+)"))
        .isEqualTo(Long.toString(Instant.parse(instant).getEpochSecond()));
  }

  @Test
  @DisplayName("runs nothing by a shell in the image, which need not have one, and nothing as root")
  void execForm() {
    String last = dockerfile.substring(dockerfile.lastIndexOf("\nFROM "));
    assertThat(last).doesNotContainPattern("(?m)^RUN ").containsPattern("(?m)^USER 65532:65532$");
    assertThat(Pattern.compile("(?m)^ *(?:CMD|ENTRYPOINT) (.)").matcher(last).results())
        .hasSize(3)
        .allSatisfy(command -> assertThat(command.group(1)).isEqualTo("["));
  }

  private static List<String> needed() {
    List<String> arguments =
        new ArrayList<>(
            List.of("--print-module-deps", "--ignore-missing-deps", "--multi-release", "21"));
    Stream.of(
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .split(File.pathSeparator))
        .filter(entry ->
            entry.matches(
                ".*[/\\\\]jetbridge-[a-z]+-[^/\\\\]*\\.jar|.*[/\\\\](core|snapshot|client|web|bridge|loadtest|demo|cli)[/\\\\]target[/\\\\]classes"))
        .forEach(arguments::add);
    StringWriter out = new StringWriter();
    int code =
        ToolProvider.findFirst("jdeps")
            .orElseThrow()
            .run(
                new PrintWriter(out, true),
                new PrintWriter(out, true),
                arguments.toArray(String[]::new));
    assertThat(code).as(out::toString).isZero();
    // Warnings come first.
    return List.of(out.toString().lines().toList().getLast().split(","));
  }

  private String found(String pattern) {
    return found(dockerfile, pattern);
  }

  private static String found(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }
}
