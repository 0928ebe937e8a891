package dev.jetbridge.stream.nats;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A right that the NATS user lacks, as the broker says it: {@code Permissions Violation for Publish
 * to "<subject>"}, aside from any reply (nats-server's server/client.go).
 *
 * @param subscription whether it is one to subscribe, or else one to publish
 * @param subject what it would be needed for
 */
record PermissionDenied(boolean subscription, String subject) {
  private static final Pattern FORM =
      Pattern.compile(
          "permissions violation for (publish|subscription) to \"([^\"]+)\".*",
          Pattern.CASE_INSENSITIVE);

  static Optional<PermissionDenied> parse(String error) {
    Matcher matcher = FORM.matcher(error);
    return matcher.matches()
        ? Optional.of(
            new PermissionDenied(
                matcher.group(1).equalsIgnoreCase("subscription"), matcher.group(2)))
        : Optional.empty();
  }

  /** What is missing, fit for an operator. */
  String detail() {
    return "the NATS user may not %s %s, expected that right"
        .formatted(subscription ? "subscribe to" : "publish to", subject);
  }
}
