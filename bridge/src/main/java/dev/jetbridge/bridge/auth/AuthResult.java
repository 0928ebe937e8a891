package dev.jetbridge.bridge.auth;

/** What a token is worth at this moment. */
public sealed interface AuthResult {
  /** It is accepted. */
  record Granted(Principal principal) implements AuthResult {}

  /** It is configured, but its expiry has passed. */
  record Expired(String name) implements AuthResult {}

  /** It is not configured, or no longer. */
  record Unknown() implements AuthResult {}
}
