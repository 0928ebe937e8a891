package dev.jetbridge.bridge.model;

import dev.jetbridge.stream.Delivery;
import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.Replay;
import dev.jetbridge.stream.StreamFailure;
import dev.jetbridge.stream.StreamFailure.Kind;
import dev.jetbridge.stream.StreamMessage;
import dev.jetbridge.stream.StreamSource;
import dev.jetbridge.stream.StreamState;
import dev.jetbridge.stream.SubjectFilters;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * A broker as JetStream is: it clips starts and skips lost ranges without a word, answers late, and
 * drops connections, consumers and deliveries.
 */
final class SimBroker implements StreamSource {
  private static final long HEARTBEAT_NANOS = 50_000_000;

  private final SimTime time;
  private final Random random;
  private final List<ConnectionListener> listeners = new ArrayList<>();
  private final List<Consumer> consumers = new ArrayList<>();
  private boolean connected = true;
  private boolean missing;
  SimStream stream = new SimStream(0, new Epoch("e0"));

  /** One delivery in so many is lost on the way; 0 for none. */
  int lossOneIn;

  SimBroker(SimTime time, Random random) {
    this.time = time;
    this.random = random;
  }

  private long latency() {
    return 50_000L + random.nextInt(2_000_000);
  }

  @Override
  public CompletionStage<StreamState> state() {
    return answer(() -> stream.state());
  }

  @Override
  public CompletionStage<Optional<Instant>> timeAt(long sequence) {
    return answer(() ->
        sequence >= stream.first()
                && sequence <= stream.last()
                && stream.fate(sequence) == SimStream.Fate.HELD
            ? Optional.of(stream.message(sequence).time())
            : Optional.empty());
  }

  private <T> CompletionStage<T> answer(Supplier<T> read) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    time.after(
        latency(),
        () -> {
          if (!connected || missing) {
            Kind kind = connected ? Kind.STREAM_MISSING : Kind.UNAVAILABLE;
            time.after(
                latency(),
                () ->
                    answer.completeExceptionally(
                        new StreamFailure.Failed(new StreamFailure(kind, "away"))));
            return;
          }
          T value = read.get();
          time.after(latency(), () -> answer.complete(value));
        });
    return answer;
  }

  @Override
  public Replay replay(
      long position, SubjectFilters filters, Replay.Listener listener, Executor executor) {
    Consumer consumer = new Consumer(filters, listener, executor);
    time.after(latency(), () -> consumer.create(position));
    return consumer;
  }

  @Override
  public void onConnection(ConnectionListener listener) {
    listeners.add(listener);
  }

  @Override
  public void close(Duration atMost) {}

  void disconnect() {
    if (connected) {
      connected = false;
      dropConsumers(Kind.UNAVAILABLE);
      listeners.forEach(l -> l.disconnected(time.now()));
    }
  }

  void reconnect() {
    if (!connected) {
      connected = true;
      listeners.forEach(ConnectionListener::connected);
    }
  }

  void dropConsumers(Kind kind) {
    List<Consumer> dropped = List.copyOf(consumers);
    consumers.clear();
    dropped.forEach(c -> c.drop(kind));
  }

  /** The stream is deleted and made again, or begins at 1 again under the same creation time. */
  void replaceStream(boolean sameEpoch) {
    dropConsumers(Kind.CONSUMER_LOST);
    int next = stream.incarnation + 1;
    stream = new SimStream(next, sameEpoch ? stream.epoch : new Epoch("e" + next));
    missing = false;
  }

  void deleteStream() {
    missing = true;
    dropConsumers(Kind.CONSUMER_LOST);
  }

  boolean isMissing() {
    return missing;
  }

  int openConsumers() {
    return consumers.size();
  }

  private final class Consumer implements Replay {
    private final SubjectFilters filters;
    private final Listener listener;
    private final Executor executor;
    private final SimStream mine = stream;
    private long next;
    private long sequence;
    private int credit;
    private long arrival;
    private boolean open;
    private boolean closed;
    private boolean running;
    private boolean overdue;
    private long idleSince;

    Consumer(SubjectFilters filters, Listener listener, Executor executor) {
      this.filters = filters;
      this.listener = listener;
      this.executor = executor;
    }

    void create(long position) {
      if (closed) {
        return;
      }
      if (!connected || missing || mine != stream) {
        drop(Kind.UNAVAILABLE);
        return;
      }
      // Clipped down as old servers do, clipped up as all do; never an error.
      next = Math.min(Math.max(position + 1, Math.max(stream.first(), 1)), stream.last() + 1);
      long effective = next - 1;
      open = true;
      consumers.add(this);
      time.after(
          latency(),
          () ->
              state()
                  .whenComplete((after, thrown) ->
                      tell(() -> {
                        if (after != null) {
                          listener.opened(effective, after);
                        } else {
                          closed = true;
                          consumers.remove(this);
                          listener.failed(StreamFailure.of(thrown));
                        }
                      })));
    }

    private void tell(Runnable what) {
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

    void drop(Kind kind) {
      open = false;
      if (!closed) {
        tell(() -> {
          closed = true;
          listener.failed(new StreamFailure(kind, "dropped"));
        });
      }
    }

    @Override
    public void pull(int messages, int maxBytes) {
      credit += messages;
      idleSince = time.nanos();
      run();
    }

    private void run() {
      if (!running && open && !closed) {
        running = true;
        time.after(latency() / 4, this::step);
      }
    }

    private void step() {
      running = false;
      if (!open || closed || credit == 0) {
        return;
      }
      List<Delivery> batch = new ArrayList<>();
      int most = 1 + random.nextInt(40);
      while (credit > 0 && batch.size() < most) {
        StreamMessage message = nextMatch();
        if (message == null) {
          break;
        }
        credit--;
        sequence++;
        if (lossOneIn == 0 || random.nextInt(lossOneIn) > 0) {
          batch.add(new Delivery.Message(message, sequence, 0));
        } else if (!overdue) {
          // What was asked for and does not come is noticed by the reader's watchdog.
          overdue = true;
          time.after(3 * HEARTBEAT_NANOS, () -> drop(Kind.CONSUMER_LOST));
        }
      }
      if (!batch.isEmpty()) {
        idleSince = time.nanos();
        tell(() -> listener.delivered(batch));
      } else if (time.nanos() - idleSince >= HEARTBEAT_NANOS) {
        idleSince = time.nanos();
        Delivery scanned = new Delivery.Scanned(next - 1, sequence);
        tell(() -> listener.delivered(List.of(scanned)));
      }
      run();
    }

    private @org.jspecify.annotations.Nullable StreamMessage nextMatch() {
      while (true) {
        StreamMessage message = mine.heldFrom(next);
        if (message == null) {
          next = mine.last() + 1;
          return null;
        }
        next = message.sequence() + 1;
        if (filters.matches(message.subject())) {
          return message;
        }
      }
    }

    @Override
    public void close() {
      closed = true;
      open = false;
      consumers.remove(this);
    }
  }
}
