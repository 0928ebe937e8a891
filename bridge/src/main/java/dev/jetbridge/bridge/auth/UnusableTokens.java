package dev.jetbridge.bridge.auth;

import java.util.List;

/** The configured tokens cannot be used; the message names every problem and no token. */
public final class UnusableTokens extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnusableTokens(String where, List<String> problems) {
    super(message(where, problems));
  }

  UnusableTokens(String where, List<String> problems, Throwable cause) {
    super(message(where, problems), cause);
  }

  private static String message(String where, List<String> problems) {
    return where + ": " + String.join("; ", problems);
  }
}
