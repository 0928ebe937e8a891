package dev.jetbridge.config;

/**
 * One reason why a configuration is refused.
 *
 * @param place where to look, such as {@code jetbridge.yaml:12}; empty where nothing was given
 * @param message what was found and what was expected; never a secret
 */
public record Problem(String place, String message) {
  static Problem at(Origin origin, String message) {
    return new Problem(origin.toString(), message);
  }

  @Override
  public String toString() {
    return place.isEmpty() ? message : place + ": " + message;
  }
}
