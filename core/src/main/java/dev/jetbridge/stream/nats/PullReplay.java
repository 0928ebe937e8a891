package dev.jetbridge.stream.nats;

import dev.jetbridge.config.DurationText;
import dev.jetbridge.stream.BrokerEvent;
import dev.jetbridge.stream.Delivery;
import dev.jetbridge.stream.Delivery.PullEnded.End;
import dev.jetbridge.stream.Replay;
import dev.jetbridge.stream.StreamFailure;
import dev.jetbridge.stream.StreamFailure.Kind;
import dev.jetbridge.stream.StreamState;
import dev.jetbridge.stream.SubjectFilters;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * A consumer that is pulled from. Fed by the connection's dispatcher and the source's timer; asked
 * by whoever reads it.
 */
final class PullReplay implements Replay, Opening.Outcome {
  /** More pulls than this wait here rather than at the broker, which bounds them too. */
  private static final int PULLS = 16;

  private enum Phase {
    OPENING,
    OPEN,
    OVER
  }

  private final Object lock = new Object();
  private final Link link;
  private final Mailbox mailbox;
  private final Opening opening;
  private final Pulls pulls = new Pulls();
  private final Queue<Ask> asks = new ArrayDeque<>();
  private Phase phase = Phase.OPENING;
  private String consumer = "";
  private boolean caughtUp;
  private long heardNanos;

  PullReplay(Link link, long position, SubjectFilters filters, Mailbox mailbox) {
    this.link = link;
    this.mailbox = mailbox;
    this.opening = new Opening(link, position, filters, this);
  }

  void begin() {
    link.creates().enter(opening);
  }

  @Override
  public void opened(String made, long effective, StreamState after) {
    synchronized (lock) {
      if (phase == Phase.OVER) {
        link.remove(made);
        return;
      }
      phase = Phase.OPEN;
      consumer = made;
      link.register(made, this);
      mailbox.opened(effective, after);
    }
  }

  @Override
  public void failed(StreamFailure failure) {
    synchronized (lock) {
      if (phase == Phase.OVER) {
        return;
      }
      end();
      mailbox.failed(failure);
    }
  }

  @Override
  public void pull(int messages, int maxBytes) {
    if (messages < 1 || maxBytes < 0) {
      throw new IllegalArgumentException(
          "pull of %d messages, %d bytes found, expected at least 1 and 0"
              .formatted(messages, maxBytes));
    }
    synchronized (lock) {
      if (phase != Phase.OPEN) {
        return;
      }
      asks.add(new Ask(messages, maxBytes));
      ask();
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      mailbox.close();
      if (phase != Phase.OVER) {
        end();
      }
    }
  }

  /** Takes a message, on the dispatcher's thread. */
  void delivered(Delivery.Message message, int size) {
    synchronized (lock) {
      if (phase != Phase.OPEN) {
        return;
      }
      heardNanos = System.nanoTime();
      caughtUp = message.pending() == 0;
      int undelivered = pulls.delivered(size);
      if (message.pending() > 0 && pulls.messages() > 0) {
        mailbox.addToGathered(message);
      } else {
        mailbox.add(message);
      }
      pullEnded(undelivered, End.BYTES_FULL);
    }
  }

  /**
   * Takes what the broker says of a pull, on the dispatcher's thread.
   *
   * @param number the pull's number
   * @param count how many messages it asked for
   */
  void said(long number, int count, PullStatus status) {
    synchronized (lock) {
      if (phase != Phase.OPEN) {
        return;
      }
      heardNanos = System.nanoTime();
      switch (status) {
        case PullStatus.Heartbeat(long position, long consumerSequence) -> {
          caughtUp = true;
          mailbox.add(new Delivery.Scanned(position, consumerSequence));
        }
        case PullStatus.Expired(int undelivered, int bytesLeft) ->
            pullEnded(
                pulls.ended(number, said(undelivered, count), Math.max(0, bytesLeft)), End.EXPIRED);
        case PullStatus.OutOfBytes(int undelivered, int bytesLeft) ->
            pullEnded(
                pulls.ended(number, said(undelivered, count), Math.max(0, bytesLeft)),
                undelivered == count ? End.TOO_LARGE : End.BYTES_FULL);
        case PullStatus.Filled(int bytesLeft) ->
            pullEnded(pulls.ended(number, 0, bytesLeft), End.BYTES_FULL);
        case PullStatus.Lost(String detail) -> {
          link.report(BrokerEvent.Kind.CONSUMER_LOST, detail);
          failed(new StreamFailure(Kind.CONSUMER_LOST, detail));
        }
        case PullStatus.Refused(String detail) -> failed(new StreamFailure(Kind.REFUSED, detail));
      }
    }
  }

  /** Looks for pulls that ended without a word and for a silent consumer, on the timer's thread. */
  void tick(long nowNanos) {
    synchronized (lock) {
      if (phase != Phase.OPEN) {
        return;
      }
      mailbox.hurry();
      pullEnded(pulls.expire(nowNanos), End.EXPIRED);
      Timing timing = link.timing();
      if (pulls.messages() > 0 && nowNanos - heardNanos > timing.patience().toNanos()) {
        String silent =
            "neither message nor heartbeat from consumer %s within %s"
                .formatted(consumer, DurationText.of(timing.patience()));
        link.report(BrokerEvent.Kind.CONSUMER_SILENT, silent);
        failed(new StreamFailure(Kind.CONSUMER_LOST, silent));
      }
    }
  }

  private void pullEnded(int undelivered, End end) {
    if (undelivered > 0) {
      mailbox.add(new Delivery.PullEnded(undelivered, end));
    }
    ask();
  }

  private void ask() {
    while (pulls.size() < PULLS && !asks.isEmpty()) {
      Ask ask = asks.remove();
      long now = System.nanoTime();
      PullRequest request = PullRequest.of(link.timing(), caughtUp, ask.messages, ask.maxBytes);
      if (pulls.messages() == 0) {
        heardNanos = now;
      }
      long number =
          pulls.asked(ask.messages, ask.maxBytes, now + request.goneAfter(link.timing()).toNanos());
      link.pull(consumer, number, request);
    }
  }

  private void end() {
    Phase ended = phase;
    phase = Phase.OVER;
    asks.clear();
    switch (ended) {
      case OPENING -> opening.abandon();
      case OPEN -> {
        // In this order: the link's end deletes the consumers that are still registered.
        link.remove(consumer);
        link.unregister(consumer);
      }
      case OVER -> {}
    }
  }

  private static int said(int undelivered, int count) {
    return undelivered == PullStatus.UNSAID ? count : undelivered;
  }

  private record Ask(int messages, int maxBytes) {}
}
