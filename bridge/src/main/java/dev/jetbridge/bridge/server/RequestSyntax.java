package dev.jetbridge.bridge.server;

import dev.jetbridge.bridge.protocol.ProblemType;
import dev.jetbridge.bridge.protocol.Refusal;
import dev.jetbridge.bridge.protocol.RequestTarget;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What every request must be, whatever it asks for: HTTP/1.1 in good form, within the limits,
 * without a body. Details name what was found by kind and size and never repeat a header: it may
 * hold a token.
 */
final class RequestSyntax {
  // RFC 3986 §3.2.2: a name, an IPv4 address, or an IPv6 address in brackets; then a port.
  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9._~!$&'()*+,;=%-]+|\\[[0-9A-Fa-f:.]+])(:\\d{0,5})?");
  private static final List<CharSequence> SINGLE =
      List.of(
          HttpHeaderNames.ORIGIN,
          HttpHeaderNames.SEC_WEBSOCKET_VERSION,
          HttpHeaderNames.SEC_WEBSOCKET_KEY);

  private final int maxUriBytes;
  private final int maxHeaderBytes;

  RequestSyntax(int maxUriBytes, int maxHeaderBytes) {
    this.maxUriBytes = maxUriBytes;
    this.maxHeaderBytes = maxHeaderBytes;
  }

  /** What came of a request head. */
  sealed interface Result {
    /** It is in good form. */
    record Good(RequestTarget target) implements Result {}

    /** It is not. */
    record Bad(Refusal refusal) implements Result {}
  }

  Result check(HttpRequest request) {
    if (request.decoderResult().isFailure()) {
      return new Result.Bad(undecoded(request.decoderResult().cause()));
    }
    if (!request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
      return bad(ProblemType.HTTP_VERSION, request.protocolVersion() + " found, expected HTTP/1.1");
    }
    if (request.uri().length() > maxUriBytes) {
      return new Result.Bad(uriTooLong());
    }
    Optional<RequestTarget> target = RequestTarget.parse(request.uri());
    if (target.isEmpty()) {
      return malformed(
          "request target of another form found, expected a path in visible ASCII, anything else"
              + " percent-encoded");
    }
    HttpHeaders headers = request.headers();
    List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
    if (hosts.size() != 1) {
      return malformed(hosts.size() + " Host headers found, expected one");
    }
    if (!HOST.matcher(hosts.getFirst()).matches()) {
      return malformed("Host of another form found, expected a name or address with a port");
    }
    for (CharSequence name : SINGLE) {
      if (headers.getAll(name).size() > 1) {
        return malformed(headers.getAll(name).size() + " " + name + " headers found, expected one");
      }
    }
    return hasBody(headers)
        ? bad(ProblemType.BODY_TOO_LARGE, "request with a body found, expected none")
        : new Result.Good(target.get());
  }

  private Refusal undecoded(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return uriTooLong();
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return Refusal.of(
          ProblemType.HEADERS_TOO_LARGE,
          "headers above " + maxHeaderBytes + " bytes found, expected at most that");
    }
    return Refusal.of(
        ProblemType.MALFORMED_REQUEST,
        "request line or header of another form found, expected HTTP/1.1 (RFC 9112)");
  }

  private Refusal uriTooLong() {
    return Refusal.of(
        ProblemType.URI_TOO_LONG,
        "request target above " + maxUriBytes + " bytes found, expected at most that");
  }

  // The decoder has refused lengths that contradict each other or the transfer coding.
  private static boolean hasBody(HttpHeaders headers) {
    String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
    return headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
        || (length != null && !length.equals("0"));
  }

  private static Result malformed(String detail) {
    return bad(ProblemType.MALFORMED_REQUEST, detail);
  }

  private static Result bad(ProblemType type, String detail) {
    return new Result.Bad(Refusal.of(type, detail));
  }
}
