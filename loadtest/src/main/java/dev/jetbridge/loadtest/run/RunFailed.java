package dev.jetbridge.loadtest.run;

/** A run that could not be carried out; the message says what was found and what was expected. */
public final class RunFailed extends Exception {
  private static final long serialVersionUID = 1;

  public RunFailed(String message) {
    super(message);
  }

  public RunFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
