package dev.jetbridge.stream.nats;

import dev.jetbridge.stream.StreamFailure;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes consumers that are not read any more, a bounded number at once. Best effort: what is not
 * deleted the broker forgets by itself a while later. Thread-safe.
 */
final class Removals {
  private static final Logger LOG = LoggerFactory.getLogger(Removals.class);
  private static final int AT_ONCE = 64;
  private static final byte[] NO_BODY = {};

  private final String stream;
  private final Requests requests;
  private final Turns turns;
  private final AtomicBoolean warned = new AtomicBoolean();

  Removals(String stream, Requests requests, Timing timing, ScheduledExecutorService timer) {
    this.stream = stream;
    this.requests = requests;
    this.turns = new Turns(AT_ONCE, timing.turn(), timer);
  }

  void remove(String consumer) {
    turns.enter(new Removal(consumer));
  }

  void end(StreamFailure failure) {
    turns.end(failure);
  }

  private final class Removal implements Turns.Turn {
    private final String consumer;

    Removal(String consumer) {
      this.consumer = consumer;
    }

    @Override
    public void begin() {
      Answers.then(
          requests
              .send(Api.consumerDelete(stream, consumer), NO_BODY)
              .thenApply(reply -> ApiReply.read(reply).orThrow()),
          reply -> turns.leave(),
          failure -> {
            turns.leave();
            turnedAway(failure);
          });
    }

    @Override
    public void turnedAway(StreamFailure failure) {
      switch (failure.kind()) {
        case FORBIDDEN -> {
          if (warned.compareAndSet(false, true)) {
            LOG.warn("consumers stay at the broker until it forgets them: {}", failure.detail());
          }
        }
        case CONSUMER_LOST, STREAM_MISSING ->
            LOG.debug("consumer {} is gone already: {}", consumer, failure.detail());
        case UNAVAILABLE, CONSUMER_LIMIT, REFUSED, MOVED ->
            LOG.debug("consumer {} not deleted: {}", consumer, failure.detail());
      }
    }
  }
}
