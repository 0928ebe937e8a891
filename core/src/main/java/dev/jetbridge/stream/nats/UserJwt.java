package dev.jetbridge.stream.nats;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a NATS user JWT says of its own time (RFC 7519 §4.1.4, §4.1.6; NATS ADR-14). Its signature
 * is the broker's to verify.
 *
 * @param issued when it was issued, null where it does not say
 * @param expires when it expires, null where it does not
 */
record UserJwt(@Nullable Instant issued, @Nullable Instant expires) {
  private static final UserJwt SILENT = new UserJwt(null, null);
  private static final Pattern TOKEN =
      Pattern.compile("(?m)^[ \\t]*+[\\w-]++\\.([\\w-]++)\\.[\\w-]++[ \\t]*+$");

  /**
   * Reads the JWT in a credentials file. A file that holds none, or one that cannot be read, says
   * nothing of its time.
   */
  static UserJwt of(byte[] credentialsFile) {
    Matcher token = TOKEN.matcher(new String(credentialsFile, StandardCharsets.ISO_8859_1));
    if (!token.find()) {
      return SILENT;
    }
    try {
      JsonNode claims = ApiReply.JSON.readTree(Base64.getUrlDecoder().decode(token.group(1)));
      return new UserJwt(time(claims.path("iat")), time(claims.path("exp")));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return SILENT;
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory could not be read", e);
    }
  }

  // NATS writes 0, or leaves it out, for what does not expire.
  private static @Nullable Instant time(JsonNode seconds) {
    return seconds.isIntegralNumber() && seconds.canConvertToLong() && seconds.asLong() > 0
        ? Instant.ofEpochSecond(Math.min(seconds.asLong(), Instant.MAX.getEpochSecond()))
        : null;
  }
}
