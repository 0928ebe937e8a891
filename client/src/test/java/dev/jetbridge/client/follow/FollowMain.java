package dev.jetbridge.client.follow;

import picocli.CommandLine;

/** The follow command as a process of its own. */
public final class FollowMain {
  private FollowMain() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new FollowCommand()).execute(args));
  }
}
