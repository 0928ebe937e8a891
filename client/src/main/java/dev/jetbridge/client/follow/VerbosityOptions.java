package dev.jetbridge.client.follow;

import picocli.CommandLine.Option;

/** How much to tell; one of them at most. */
final class VerbosityOptions {
  @Option(
      names = {"-q", "--quiet"},
      description = "Tell nothing but what ends the command.")
  private boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "Tell each attempt and each bookmark.")
  private boolean verbose;

  Verbosity chosen() {
    return quiet ? Verbosity.QUIET : verbose ? Verbosity.VERBOSE : Verbosity.NORMAL;
  }
}
