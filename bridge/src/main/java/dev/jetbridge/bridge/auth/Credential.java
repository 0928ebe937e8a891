package dev.jetbridge.bridge.auth;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** What a request presents to be let in. */
public sealed interface Credential {
  /** Nothing. */
  record None() implements Credential {}

  /** One token, of which only the hash is kept. */
  record Token(TokenHash hash) implements Credential {}

  /** Two, or one of a form that is not understood; the detail never repeats it. */
  record Malformed(String detail) implements Credential {}

  /**
   * Reads the one credential of a request.
   *
   * @param authorization every {@code Authorization} header
   * @param bearers what follows {@code bearer.} in each such subprotocol offered
   * @param echoed whether a dialect was offered beside it; a browser drops a handshake that echoes
   *     no subprotocol, and the one with the token is never echoed
   */
  static Credential read(List<String> authorization, List<String> bearers, boolean echoed) {
    int found = authorization.size() + bearers.size();
    if (found > 1) {
      return new Malformed(found + " credentials found, expected one");
    }
    if (!authorization.isEmpty()) {
      return Forms.header(authorization.getFirst());
    }
    if (bearers.isEmpty()) {
      return new None();
    }
    return echoed
        ? Forms.subprotocol(bearers.getFirst())
        : new Malformed(
            "subprotocol bearer.<token> found alone, expected jetbridge.v1 or jetbridge.plain"
                + " beside it");
  }

  /** The two forms in which a token is sent. */
  final class Forms {
    // RFC 6750 §2.1: the scheme's name has no case (RFC 9110 §11.1), the token is a b64token.
    private static final Pattern HEADER =
        Pattern.compile("[Bb][Ee][Aa][Rr][Ee][Rr] +([A-Za-z0-9._~+/-]+=*)");

    private Forms() {}

    static Credential header(String value) {
      var form = HEADER.matcher(value);
      if (!form.matches()) {
        return new Malformed("Authorization of another form found, expected Bearer <token>");
      }
      return new Token(TokenHash.of(form.group(1).getBytes(StandardCharsets.US_ASCII)));
    }

    static Credential subprotocol(String encoded) {
      try {
        byte[] token = Base64.getUrlDecoder().decode(encoded);
        boolean canonical =
            Base64.getUrlEncoder().withoutPadding().encodeToString(token).equals(encoded);
        if (token.length > 0 && canonical) {
          return new Token(TokenHash.of(token));
        }
      } catch (IllegalArgumentException e) {
        // Falls through: its message would repeat a part of the token.
      }
      return new Malformed(
          "subprotocol bearer. with another form found, expected the token in base64url without"
              + " padding");
    }
  }
}
