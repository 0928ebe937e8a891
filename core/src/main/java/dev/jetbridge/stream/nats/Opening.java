package dev.jetbridge.stream.nats;

import dev.jetbridge.stream.BrokerEvent;
import dev.jetbridge.stream.StreamFailure;
import dev.jetbridge.stream.StreamFailure.Kind;
import dev.jetbridge.stream.StreamShape.Retention;
import dev.jetbridge.stream.StreamSource;
import dev.jetbridge.stream.StreamState;
import dev.jetbridge.stream.SubjectFilters;
import io.nats.client.Message;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The making of one consumer: waits for its turn, makes sure that reading deletes nothing, creates,
 * with a wider filter where the broker does not take the narrower one, and reads the stream's state
 * after the create reply. However it ends, no consumer is left behind that nobody reads.
 */
final class Opening implements Turns.Turn {
  /** How old the knowledge may be that the stream keeps what is read. */
  private static final Duration RETENTION_KNOWN = Duration.ofSeconds(1);

  private final Link link;
  private final long position;
  private final SubjectFilters filters;
  private final Outcome outcome;
  private final AtomicBoolean underWay = new AtomicBoolean();
  private volatile boolean abandoned;

  /** Told how it ended, on a thread of the source. */
  interface Outcome {
    /**
     * The consumer is there and is the callee's to delete.
     *
     * @param effective the position that it starts after
     * @param after the stream's state, read after the create reply
     */
    void opened(String consumer, long effective, StreamState after);

    void failed(StreamFailure failure);
  }

  Opening(Link link, long position, SubjectFilters filters, Outcome outcome) {
    this.link = link;
    this.position = position;
    this.filters = filters;
    this.outcome = outcome;
  }

  @Override
  public void begin() {
    underWay.set(true);
    Answers.then(link.probe().state(RETENTION_KNOWN), this::checked, this::fail);
  }

  @Override
  public void turnedAway(StreamFailure failure) {
    outcome.failed(failure);
  }

  /** Nobody waits for it any more. Any thread. */
  void abandon() {
    abandoned = true;
    link.creates().abandon(this);
  }

  private void checked(StreamState state) {
    Retention retention = state.shape().retention();
    if (retention == Retention.LIMITS) {
      create(FilterForm.of(filters, link.knowsSeveralFilters()));
    } else {
      fail(
          new StreamFailure(
              Kind.REFUSED,
              "retention %s found, expected limits: reading stream %s would delete from it"
                  .formatted(retention, state.stream())));
    }
  }

  private void create(FilterForm form) {
    if (abandoned) {
      leave();
      return;
    }
    ConsumerCreate create = new ConsumerCreate(link.stream(), link.nextConsumer(), position, form);
    Answers.then(
        link.requests()
            .send(create.subject(), create.body(), late -> link.remove(create.consumer())),
        reply -> replied(create, reply),
        failure -> unanswered(create, failure));
  }

  private void replied(ConsumerCreate create, Message message) {
    try {
      ApiReply reply = ApiReply.read(message);
      if (reply.isError()) {
        refused(create, reply);
      } else if (!create.isUnderstood(reply)) {
        link.remove(create.consumer());
        link.severalFiltersUnknown();
        create(create.form().wider());
      } else {
        created(create.consumer(), ConsumerCreate.effective(reply));
      }
    } catch (StreamFailure.Failed e) {
      link.remove(create.consumer());
      fail(e.failure());
    }
  }

  private void unanswered(ConsumerCreate create, StreamFailure failure) {
    if (failure.kind() == Kind.FORBIDDEN && create.form() instanceof FilterForm.Several) {
      // Rights limited to subjects go by the create subject, which names one filter at most.
      create(create.form().wider());
      return;
    }
    if (failure.kind() != Kind.FORBIDDEN) {
      link.remove(create.consumer());
    }
    fail(failure);
  }

  private void refused(ConsumerCreate create, ApiReply reply) {
    FilterForm form = create.form();
    // The last of each subject is not to be had without a filter: there is no wider one to try.
    boolean filtered =
        position == StreamSource.LAST_PER_SUBJECT
            ? form instanceof FilterForm.Several
            : !(form instanceof FilterForm.None);
    if (filtered && reply.errorCode() == ApiReply.FILTERS_OVERLAP) {
      create(form.wider());
    } else if (filtered && reply.errorCode() == ApiReply.FILTER_OUTSIDE_STREAM) {
      // 2.9 refuses a filter that the stream's subjects do not cover; it may still match what was
      // stored under other subjects before, or nothing: an idle feed.
      create(new FilterForm.None());
    } else {
      StreamFailure failure = reply.failure();
      if (failure.kind() == Kind.CONSUMER_LIMIT) {
        link.report(BrokerEvent.Kind.CONSUMER_LIMIT, failure.detail());
      }
      fail(failure);
    }
  }

  private void created(String consumer, long effective) {
    leave();
    if (abandoned) {
      link.remove(consumer);
      return;
    }
    Answers.then(
        link.probe().state(),
        state -> outcome.opened(consumer, effective, state),
        failure -> {
          link.remove(consumer);
          outcome.failed(failure);
        });
  }

  private void fail(StreamFailure failure) {
    leave();
    outcome.failed(failure);
  }

  private void leave() {
    if (underWay.compareAndSet(true, false)) {
      link.creates().leave();
    }
  }
}
