package dev.jetbridge.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@DisplayName("The webview command")
class WebviewCommandTest {
  @TempDir Path directory;
  private final StringWriter said = new StringWriter();

  @Test
  @DisplayName("says why the token that was named is not to be had")
  void noToken() throws Exception {
    Path missing = directory.resolve("missing");
    Path empty = Files.createFile(directory.resolve("empty"));

    assertThat(run("--token-file", missing.toString())).isEqualTo(1);
    assertThat(said.toString()).contains("no token found in " + missing + ": no such file");
    assertThat(run("--token-file", empty.toString())).isEqualTo(1);
    assertThat(said.toString()).contains("no token found in " + empty + ": it is empty");
    assertThat(run("--token-env", "MINE")).isEqualTo(1);
    assertThat(said.toString()).contains("no token found in environment variable MINE");
  }

  private int run(String... options) {
    String[] arguments = new String[options.length + 1];
    arguments[0] = "ws://127.0.0.1:8080";
    System.arraycopy(options, 0, arguments, 1, options.length);
    return new CommandLine(new WebviewCommand(Map.of()))
        .setErr(new PrintWriter(said, true))
        .execute(arguments);
  }
}
