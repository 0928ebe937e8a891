package dev.jetbridge.bridge.app;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * What a command did.
 *
 * @param exitCode of the process that it would have been
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
record Executed(int exitCode, String out, String err) {
  static Executed of(CommandLine command, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        command
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new Executed(exitCode, out.toString(), err.toString());
  }
}
