package dev.jetbridge.bridge.app;

import dev.jetbridge.bridge.auth.AuthResult;
import dev.jetbridge.bridge.auth.Authenticator;
import dev.jetbridge.bridge.protocol.CloseReason;
import dev.jetbridge.bridge.server.FeedRequest;
import dev.jetbridge.bridge.server.Review;
import java.util.function.Function;

/** Whether a feed may go on now that the tokens have changed. */
final class Standing implements Function<FeedRequest, Review> {
  private final Authenticator authenticator;

  Standing(Authenticator authenticator) {
    this.authenticator = authenticator;
  }

  @Override
  public Review apply(FeedRequest request) {
    return switch (authenticator.current(request.principal())) {
      case AuthResult.Unknown ignored -> new Review.Leaves(CloseReason.TOKEN_REVOKED);
      case AuthResult.Expired ignored -> new Review.Leaves(CloseReason.TOKEN_EXPIRED);
      case AuthResult.Granted granted ->
          granted.principal().permitted().covers(request.filters())
              ? new Review.Stays(granted.principal())
              : new Review.Leaves(CloseReason.SUBJECT_FORBIDDEN);
    };
  }
}
