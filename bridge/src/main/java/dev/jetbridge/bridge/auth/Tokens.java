package dev.jetbridge.bridge.auth;

import dev.jetbridge.stream.SubjectFilters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that are accepted, by their hashes.
 *
 * @param principals no two with the same hash
 */
record Tokens(List<Principal> principals) {
  /** The name that {@code auth.token} is shown by. */
  static final String SINGLE_NAME = "auth.token";

  // RFC 6750 §2.1, b64token: nothing else can be sent in an Authorization header.
  private static final Pattern SENDABLE = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  Tokens {
    principals = List.copyOf(principals);
  }

  /** One token that may read everything. */
  static Principal single(String token) {
    return new Principal(SINGLE_NAME, SubjectFilters.ALL, null, TokenHash.of(token));
  }

  /** What keeps a token from ever being presented; empty where nothing does. */
  static Optional<String> faultOf(String token) {
    return SENDABLE.matcher(token).matches()
        ? Optional.empty()
        : Optional.of(
            "token with characters found that cannot be sent, expected letters, digits and any of"
                + " -._~+/ (RFC 6750)");
  }

  /** These with one more; where it repeats one of them, the one given replaces it. */
  Tokens and(@Nullable Principal principal) {
    if (principal == null) {
      return this;
    }
    List<Principal> all = new ArrayList<>(principals);
    all.removeIf(p -> p.hash().equals(principal.hash()));
    all.add(principal);
    return new Tokens(all);
  }

  /**
   * The principal of a hash. Looks at all of them, each in constant time, so that an answer's time
   * says nothing about how near a guess came.
   */
  @Nullable Principal find(TokenHash presented) {
    Principal found = null;
    for (Principal principal : principals) {
      if (principal.hash().matches(presented)) {
        found = principal;
      }
    }
    return found;
  }
}
