package dev.jetbridge.bridge.model;

import dev.jetbridge.stream.Delivery;
import dev.jetbridge.stream.Delivery.PullEnded;
import dev.jetbridge.stream.Delivery.PullEnded.End;
import dev.jetbridge.stream.Replay;
import dev.jetbridge.stream.StreamFailure;
import dev.jetbridge.stream.StreamFailure.Kind;
import dev.jetbridge.stream.StreamMessage;
import dev.jetbridge.stream.SubjectFilters;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A consumer of the model's broker, and the reader's side of it. */
final class SimConsumer implements Replay {
  private static final long HEARTBEAT_NANOS = 50_000_000;
  private static final long PATIENCE_NANOS = 3 * HEARTBEAT_NANOS;
  private static final long PULL_NANOS = 400_000_000;

  private final SimBroker broker;
  private final SimTime time;
  private final Random random;
  private final long position;
  private final SubjectFilters filters;
  private final Listener listener;
  private final Executor executor;
  private final ArrayDeque<SimPull> pulls = new ArrayDeque<>();
  private SimStream stream;
  private long next;
  private long sequence;
  private long arrival;
  private long told;
  private boolean open;
  private boolean heard;
  private boolean closed;
  private boolean running;
  private boolean overdue;
  private long idleSince;

  SimConsumer(
      SimBroker broker,
      SimTime time,
      Random random,
      long position,
      SubjectFilters filters,
      Listener listener,
      Executor executor) {
    this.broker = broker;
    this.time = time;
    this.random = random;
    this.position = position;
    this.filters = filters;
    this.listener = listener;
    this.executor = executor;
    this.stream = broker.stream;
  }

  /** The create arrives at the broker. */
  void create() {
    if (closed) {
      return;
    }
    Kind refusal = broker.refusal();
    if (refusal != null) {
      drop(refusal);
      return;
    }
    start();
    long effective = next - 1;
    open = true;
    broker.opened(this);
    time.after(
        broker.latency(),
        () ->
            broker
                .state()
                .whenComplete((after, thrown) ->
                    tell(() -> {
                      if (after != null) {
                        heard = true;
                        listener.opened(effective, after);
                      } else {
                        close();
                        listener.failed(StreamFailure.of(thrown));
                      }
                    })));
  }

  /** Clipped up by every version, never an error. */
  private void start() {
    stream = broker.stream;
    next = Math.max(position + 1, stream.first());
    if (broker.clipsStarts()) {
      next = Math.min(next, stream.last() + 1);
    }
  }

  /** Its server has restarted: it is made again as it was at first, and knows of no pull. */
  void beginAgain() {
    boolean waited = !pulls.isEmpty();
    pulls.clear();
    sequence = 0;
    start();
    if (waited) {
      watch();
    }
  }

  /** What was asked for and does not come is noticed by the reader. */
  private void watch() {
    long before = told;
    time.after(
        PATIENCE_NANOS,
        () -> {
          if (told == before) {
            drop(Kind.CONSUMER_LOST);
          }
        });
  }

  private void tell(Runnable what) {
    told++;
    arrival = Math.max(arrival, time.nanos() + random.nextInt(500_000));
    time.after(
        arrival - time.nanos(),
        () ->
            executor.execute(() -> {
              if (!closed) {
                what.run();
              }
            }));
  }

  private void deliver(Delivery delivery) {
    tell(() -> listener.delivered(List.of(delivery)));
  }

  void drop(Kind kind) {
    open = false;
    if (!closed) {
      tell(() -> {
        close();
        listener.failed(new StreamFailure(kind, "dropped"));
      });
    }
  }

  @Override
  public void pull(int messages, int maxBytes) {
    if (!heard || closed) {
      return;
    }
    SimPull pull = new SimPull(messages, maxBytes);
    pulls.add(pull);
    idleSince = time.nanos();
    time.after(PULL_NANOS, () -> end(pull, End.EXPIRED));
    run();
  }

  private void end(SimPull pull, End end) {
    pulls.remove(pull);
    int left = pull.left();
    if (open && !closed && left > 0) {
      pull.end();
      deliver(new PullEnded(left, end));
    }
  }

  private void run() {
    if (!running && open && !closed) {
      running = true;
      time.after(broker.latency() / 4, this::step);
    }
  }

  private void step() {
    running = false;
    if (!open || closed || pulls.isEmpty()) {
      return;
    }
    List<Delivery> batch = new ArrayList<>();
    int most = 1 + random.nextInt(40);
    long pending = -1;
    for (SimPull pull = pulls.peek(); pull != null && batch.size() < most; pull = pulls.peek()) {
      StreamMessage message = nextMatch();
      if (message == null) {
        break;
      }
      if (!pull.hasRoomFor(message)) {
        pulls.remove();
        batch.add(new PullEnded(pull.left(), pull.isUntouched() ? End.TOO_LARGE : End.BYTES_FULL));
        pull.end();
        continue;
      }
      next = message.sequence() + 1;
      pending = pending < 0 ? matchesFrom(next) : pending - 1;
      sequence++;
      pull.take(message);
      if (pull.left() == 0) {
        pulls.remove();
      }
      if (broker.lossOneIn == 0 || random.nextInt(broker.lossOneIn) > 0) {
        batch.add(new Delivery.Message(message, sequence, pending));
      } else if (!overdue) {
        overdue = true;
        time.after(PATIENCE_NANOS, () -> drop(Kind.CONSUMER_LOST));
      }
    }
    if (!batch.isEmpty()) {
      idleSince = time.nanos();
      tell(() -> listener.delivered(batch));
    } else if (time.nanos() - idleSince >= HEARTBEAT_NANOS) {
      idleSince = time.nanos();
      deliver(new Delivery.Scanned(next - 1, sequence));
    }
    run();
  }

  private @Nullable StreamMessage nextMatch() {
    StreamMessage message = stream.heldFrom(next);
    while (message != null && !filters.matches(message.subject())) {
      message = stream.heldFrom(message.sequence() + 1);
    }
    if (message == null) {
      next = Math.max(next, stream.last() + 1);
    }
    return message;
  }

  private long matchesFrom(long from) {
    long count = 0;
    for (StreamMessage m = stream.heldFrom(from);
        m != null;
        m = stream.heldFrom(m.sequence() + 1)) {
      count += filters.matches(m.subject()) ? 1 : 0;
    }
    return count;
  }

  @Override
  public void close() {
    closed = true;
    open = false;
    broker.closed(this);
  }
}
