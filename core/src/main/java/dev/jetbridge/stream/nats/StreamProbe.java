package dev.jetbridge.stream.nats;

import dev.jetbridge.stream.StreamFailure;
import dev.jetbridge.stream.StreamState;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the stream's state, one request at a time. A caller is served by a request sent after
 * its call: while one is under way, all callers wait together for the next. Thread-safe.
 */
final class StreamProbe {
  private static final byte[] NO_BODY = {};

  private final Object lock = new Object();
  private final Requests requests;
  private final String subject;
  private @Nullable CompletableFuture<StreamState> underWay;
  private @Nullable CompletableFuture<StreamState> next;
  private volatile @Nullable Seen seen;

  StreamProbe(Requests requests, String stream) {
    this.requests = requests;
    this.subject = Api.streamInfo(stream);
  }

  /** The state, by a request sent after this call. */
  CompletableFuture<StreamState> state() {
    CompletableFuture<StreamState> first;
    synchronized (lock) {
      if (underWay != null) {
        next = next == null ? new CompletableFuture<>() : next;
        return next.copy();
      }
      first = new CompletableFuture<>();
      underWay = first;
    }
    send(first);
    return first.copy();
  }

  /** The state as it was known at most so long ago, by a request where nothing younger is known. */
  CompletableFuture<StreamState> state(Duration atMost) {
    Seen known = seen;
    if (known != null && System.nanoTime() - known.atNanos < atMost.toNanos()) {
      return CompletableFuture.completedFuture(known.state);
    }
    return state();
  }

  private void send(CompletableFuture<StreamState> answer) {
    long sent = System.nanoTime();
    Answers.then(
        requests.send(subject, NO_BODY).thenApply(StreamReply::read),
        state -> {
          proceed();
          seen = new Seen(state, sent);
          answer.complete(state);
        },
        failure -> {
          proceed();
          answer.completeExceptionally(new StreamFailure.Failed(failure));
        });
  }

  // Before the answer is told: whoever is told may ask again, and is then served by the next.
  private void proceed() {
    CompletableFuture<StreamState> following;
    synchronized (lock) {
      following = next;
      next = null;
      underWay = following;
    }
    if (following != null) {
      send(following);
    }
  }

  private record Seen(StreamState state, long atNanos) {}
}
