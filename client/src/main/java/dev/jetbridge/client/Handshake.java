package dev.jetbridge.client;

import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocketHandshakeException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Says what the JDK's exceptions of a handshake and of a broken connection mean to a feed. */
final class Handshake {
  private static final int SWITCHING = 101;

  private Handshake() {}

  /**
   * What became of an opening handshake.
   *
   * @return completes with null where it succeeded
   */
  static CompletionStage<@Nullable Ending> ending(
      @Nullable Throwable failure,
      HttpClient http,
      URI address,
      @Nullable String token,
      Duration timeout) {
    if (failure == null) {
      return CompletableFuture.completedFuture(null);
    }
    Throwable cause = unwrap(failure);
    if (!(cause instanceof WebSocketHandshakeException refused)) {
      return CompletableFuture.completedFuture(unreachable(cause, address));
    }
    HttpResponse<?> response = refused.getResponse();
    int status = response.statusCode();
    if (status == SWITCHING) {
      return CompletableFuture.completedFuture(
          new Ending.Broken("answer to the handshake that breaks RFC 6455 found: " + text(cause)));
    }
    Duration retryAfter =
        response
            .headers()
            .firstValue("Retry-After")
            .map(value -> RetryAfter.parse(value, Instant.now()))
            .orElse(null);
    return Refusal.problem(http, address, token, status, timeout)
        .thenApply(problem -> new Ending.Refused(status, retryAfter, problem));
  }

  /** What an error on an open connection means. */
  static Ending broken(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProtocolException) {
        return new Ending.Broken("frame that breaks RFC 6455 found: " + text(root(cause)));
      }
      if (cause instanceof CharacterCodingException) {
        return new Ending.Broken("text message found that is not UTF-8");
      }
    }
    return new Ending.Unreachable("connection lost: " + text(error));
  }

  private static Ending unreachable(Throwable cause, URI address) {
    String server = address.getHost() + (address.getPort() < 0 ? "" : ":" + address.getPort());
    for (Throwable root = cause; root != null; root = root.getCause()) {
      if (root instanceof UnresolvedAddressException) {
        return new Ending.Unreachable("no address known for " + address.getHost());
      }
    }
    if (cause instanceof HttpTimeoutException) {
      return new Ending.Unreachable("no answer from " + server);
    }
    if (cause instanceof ConnectException) {
      return new Ending.Unreachable("no connection to " + server + detail(cause));
    }
    return new Ending.Unreachable("no WebSocket from " + server + detail(cause));
  }

  private static String detail(Throwable cause) {
    return cause.getMessage() == null ? "" : ": " + MessageDecoder.excerpt(cause.getMessage());
  }

  private static String text(Throwable cause) {
    return cause.getMessage() == null
        ? cause.getClass().getSimpleName()
        : MessageDecoder.excerpt(cause.getMessage());
  }

  /** The JDK says what is wrong with a frame in the cause of its exception. */
  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static Throwable unwrap(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
