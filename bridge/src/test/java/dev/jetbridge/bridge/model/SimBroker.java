package dev.jetbridge.bridge.model;

import dev.jetbridge.stream.Epoch;
import dev.jetbridge.stream.Replay;
import dev.jetbridge.stream.StreamFailure;
import dev.jetbridge.stream.StreamFailure.Kind;
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
import org.jspecify.annotations.Nullable;

/**
 * A broker as JetStream is: it clips starts and skips lost ranges without a word, answers late, and
 * drops connections, consumers and deliveries.
 */
final class SimBroker implements StreamSource {
  private final SimTime time;
  private final Random random;
  private final List<ConnectionListener> listeners = new ArrayList<>();
  private final List<SimConsumer> consumers = new ArrayList<>();
  private final boolean clipsStarts;
  private boolean connected = true;
  private boolean missing;
  SimStream stream = new SimStream(0, new Epoch("e0"));

  /** One delivery in so many is lost on the way; 0 for none. */
  int lossOneIn;

  SimBroker(SimTime time, Random random) {
    this.time = time;
    this.random = random;
    this.clipsStarts = random.nextBoolean();
  }

  /** Whether a start above the last sequence is brought down to it, as before 2.11. */
  boolean clipsStarts() {
    return clipsStarts;
  }

  long latency() {
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
          Kind kind = refusal();
          if (kind != null) {
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
    SimConsumer consumer =
        new SimConsumer(this, time, random, position, filters, listener, executor);
    time.after(latency(), consumer::create);
    return consumer;
  }

  @Override
  public void onConnection(ConnectionListener listener) {
    listeners.add(listener);
    time.after(
        latency(),
        () -> {
          if (connected) {
            listener.connected();
          } else {
            listener.disconnected(time.now());
          }
        });
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
    List<SimConsumer> dropped = List.copyOf(consumers);
    consumers.clear();
    dropped.forEach(c -> c.drop(kind));
  }

  /** The stream is deleted and made again, or begins at 1 again under the same creation time. */
  void replaceStream(boolean sameEpoch) {
    boolean survived = sameEpoch && random.nextBoolean();
    if (!survived) {
      dropConsumers(Kind.CONSUMER_LOST);
    }
    int next = stream.incarnation + 1;
    stream = new SimStream(next, sameEpoch ? stream.epoch : new Epoch("e" + next));
    missing = false;
    if (survived) {
      // So does 2.15 where the one server of stream and consumer restarts, out of sight of ours.
      List.copyOf(consumers).forEach(SimConsumer::beginAgain);
    }
  }

  void deleteStream() {
    missing = true;
    dropConsumers(Kind.CONSUMER_LOST);
  }

  boolean isMissing() {
    return missing;
  }

  /** What keeps a consumer from being made, null where nothing does. */
  @Nullable Kind refusal() {
    if (!connected) {
      return Kind.UNAVAILABLE;
    }
    return missing ? Kind.STREAM_MISSING : null;
  }

  void opened(SimConsumer consumer) {
    consumers.add(consumer);
  }

  void closed(SimConsumer consumer) {
    consumers.remove(consumer);
  }

  int openConsumers() {
    return consumers.size();
  }
}
