package dev.jetbridge.stream.nats;

import dev.jetbridge.config.DurationText;
import dev.jetbridge.stream.StreamFailure;
import dev.jetbridge.stream.StreamFailure.Kind;
import io.nats.client.Message;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The requests under way on one connection. Each ends by its reply, by its time, by a right that
 * the user lacks (which the broker says aside, with no reply), or with the connection. Thread-safe;
 * futures complete on a thread of the source, exceptionally with {@link StreamFailure.Failed} only.
 */
final class Requests {
  private static final int NO_RESPONDERS = 503;
  private static final Duration LATE = Duration.ofMinutes(1);

  private final Map<Long, Pending> pending = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private final Outlet outlet;
  private final String inbox;
  private final ScheduledExecutorService timer;
  private final Duration limit;
  private volatile @Nullable StreamFailure over;

  /** Where a request is handed to the connection. */
  interface Outlet {
    /**
     * Hands it over, waiting for nothing.
     *
     * @throws IllegalStateException where the connection takes nothing
     */
    void publish(String subject, String replyTo, byte[] body);
  }

  /**
   * @param inbox what reply subjects begin with, a dot at its end
   * @param limit how long an answer may take
   */
  Requests(Outlet outlet, String inbox, ScheduledExecutorService timer, Duration limit) {
    this.outlet = outlet;
    this.inbox = inbox;
    this.timer = timer;
    this.limit = limit;
  }

  CompletableFuture<Message> send(String subject, byte[] body) {
    return send(subject, body, null);
  }

  /**
   * Sends a request.
   *
   * @param late given the reply where it comes within a minute after the time was over; null where
   *     it would not matter
   */
  CompletableFuture<Message> send(String subject, byte[] body, @Nullable Consumer<Message> late) {
    long number = numbers.incrementAndGet();
    Pending request = new Pending(subject, new CompletableFuture<>(), late);
    pending.put(number, request);
    StreamFailure ended = over;
    if (ended != null) {
      pending.remove(number);
      request.fail(ended);
      return request.reply;
    }
    try {
      request.timeout =
          timer.schedule(() -> timedOut(number, request), limit.toNanos(), TimeUnit.NANOSECONDS);
      outlet.publish(subject, inbox + number, body);
    } catch (IllegalStateException | RejectedExecutionException e) {
      pending.remove(number);
      request.fail(new StreamFailure(Kind.UNAVAILABLE, "not sent: " + e.getMessage()));
    }
    return request.reply;
  }

  /** Takes a message that arrived on the inbox with this number. */
  void arrived(long number, Message message) {
    Pending request = pending.remove(number);
    if (request == null) {
      return;
    }
    if (message.isStatusMessage()) {
      int code = message.getStatus().getCode();
      request.fail(
          code == NO_RESPONDERS
              ? new StreamFailure(
                  Kind.UNAVAILABLE,
                  "nobody answers " + request.subject + ", expected JetStream with a leader")
              : new StreamFailure(
                  Kind.REFUSED,
                  "status " + code + " found, expected a reply on " + request.subject));
    } else {
      request.answer(message);
    }
  }

  /** Ends what was sent to this subject: the user may not publish there. */
  void denied(String subject, StreamFailure failure) {
    pending.forEach((number, request) -> {
      if (request.subject.equals(subject) && pending.remove(number, request)) {
        request.fail(failure);
      }
    });
  }

  /** Ends all that is under way and all that comes after. */
  void end(StreamFailure failure) {
    over = failure;
    pending.forEach((number, request) -> {
      if (pending.remove(number, request)) {
        request.fail(failure);
      }
    });
  }

  private void timedOut(long number, Pending request) {
    if (request.late == null) {
      pending.remove(number);
    } else {
      request.timeout =
          timer.schedule(() -> pending.remove(number), LATE.toNanos(), TimeUnit.NANOSECONDS);
    }
    request.expire(
        new StreamFailure(
            Kind.UNAVAILABLE,
            "no answer to " + request.subject + " within " + DurationText.of(limit)));
  }

  private static final class Pending {
    private final String subject;
    private final CompletableFuture<Message> reply;
    private final @Nullable Consumer<Message> late;
    private volatile @Nullable Future<?> timeout;

    Pending(String subject, CompletableFuture<Message> reply, @Nullable Consumer<Message> late) {
      this.subject = subject;
      this.reply = reply;
      this.late = late;
    }

    void answer(Message message) {
      cancelTimeout();
      if (!reply.complete(message) && late != null) {
        late.accept(message);
      }
    }

    void fail(StreamFailure failure) {
      cancelTimeout();
      expire(failure);
    }

    void expire(StreamFailure failure) {
      reply.completeExceptionally(new StreamFailure.Failed(failure));
    }

    private void cancelTimeout() {
      Future<?> running = timeout;
      if (running != null) {
        running.cancel(false);
      }
    }
  }
}
