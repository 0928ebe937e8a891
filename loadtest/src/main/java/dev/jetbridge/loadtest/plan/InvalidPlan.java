package dev.jetbridge.loadtest.plan;

/** A run that cannot be meant; the message says what was found and what was expected. */
public final class InvalidPlan extends Exception {
  private static final long serialVersionUID = 1;

  public InvalidPlan(String message) {
    super(message);
  }
}
