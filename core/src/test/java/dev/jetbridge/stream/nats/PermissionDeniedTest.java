package dev.jetbridge.stream.nats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An error of the broker")
class PermissionDeniedTest {
  @Test
  @DisplayName("names the subject that may not be published to")
  void publish() {
    assertThat(PermissionDenied.parse("Permissions Violation for Publish to \"$JS.API.INFO\""))
        .contains(new PermissionDenied(false, "$JS.API.INFO"));
  }

  @Test
  @DisplayName("names the subject that may not be subscribed to")
  void subscribe() {
    assertThat(
            PermissionDenied.parse(
                "Permissions Violation for Subscription to \"_INBOX.x.>\" using queue \"q\""))
        .contains(new PermissionDenied(true, "_INBOX.x.>"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Authorization Violation", "Stale Connection", "Permissions \"x\""})
  @DisplayName("of another kind is none of rights")
  void other(String error) {
    assertThat(PermissionDenied.parse(error)).isEmpty();
  }
}
