package dev.jetbridge.bridge.app;

import dev.jetbridge.bridge.auth.AuthResult;
import dev.jetbridge.bridge.auth.Authenticator;
import dev.jetbridge.bridge.protocol.CloseReason;
import dev.jetbridge.bridge.server.FeedRequest;
import java.util.Optional;
import java.util.function.Function;

/** Why a feed must end now that the tokens have changed; empty where it may go on. */
final class Standing implements Function<FeedRequest, Optional<CloseReason>> {
  private final Authenticator authenticator;

  Standing(Authenticator authenticator) {
    this.authenticator = authenticator;
  }

  @Override
  public Optional<CloseReason> apply(FeedRequest request) {
    return switch (authenticator.current(request.principal())) {
      case AuthResult.Unknown ignored -> Optional.of(CloseReason.TOKEN_REVOKED);
      case AuthResult.Expired ignored -> Optional.of(CloseReason.TOKEN_EXPIRED);
      case AuthResult.Granted granted ->
          granted.principal().permitted().covers(request.filters())
              ? Optional.empty()
              : Optional.of(CloseReason.SUBJECT_FORBIDDEN);
    };
  }
}
