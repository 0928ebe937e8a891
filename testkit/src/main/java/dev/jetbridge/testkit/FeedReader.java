package dev.jetbridge.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client of a feed that reads on a thread of its own and keeps everything that has come, in
 * order. It has no opinion on it; {@link FeedTruth} has. Any thread may call.
 */
public final class FeedReader implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration STEP = Duration.ofMillis(500);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RawWebSocket socket;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<JsonNode> messages = new ArrayList<>();
  private final List<FeedEvent> events = new ArrayList<>();
  private @Nullable CloseSeen closed;
  private @Nullable Throwable failure;
  private volatile boolean stopping;

  private FeedReader(RawWebSocket socket) {
    this.socket = socket;
  }

  /** Opens a feed and reads it; fails the test where it is refused. */
  public static FeedReader open(RawWebSocketBuilder request) {
    return of(request.open());
  }

  /** Reads an open feed, which belongs to the reader from now on. */
  public static FeedReader of(RawWebSocket socket) {
    FeedReader reader = new FeedReader(socket);
    Thread.ofVirtual().name("feed-reader").start(reader::run);
    return reader;
  }

  /** The connection, to send on it or to change how fast it is read. */
  public RawWebSocket socket() {
    return socket;
  }

  /** How many events have come so far. */
  public int eventCount() {
    return locked(events::size);
  }

  /** The events so far. */
  public List<FeedEvent> events() {
    return locked(() -> List.copyOf(events));
  }

  /** All messages so far, events and control messages, in order. */
  public List<JsonNode> messages() {
    return locked(() -> List.copyOf(messages));
  }

  /** The control messages of that {@code type} so far. */
  public List<JsonNode> controls(String type) {
    return messages().stream()
        .filter(message -> message.path("type").asText("").equals(type))
        .toList();
  }

  /** The sequence of the last event; 0 where there is none. */
  public long lastSeq() {
    return locked(() -> events.isEmpty() ? 0 : events.getLast().seq());
  }

  /** How the feed ended; null while it is open. */
  public @Nullable CloseSeen closed() {
    return locked(() -> closed);
  }

  /** Waits until {@code count} events have come, and returns all there are. */
  public List<FeedEvent> awaitEvents(int count) {
    await(count + " events", feed -> feed.eventCount() >= count);
    return events();
  }

  /** Waits for the first control message of that {@code type}. */
  public JsonNode awaitControl(String type) {
    await(type, feed -> !feed.controls(type).isEmpty());
    return controls(type).getFirst();
  }

  /** Waits for the end of the feed. */
  public CloseSeen awaitClose() {
    await("the end of the feed", feed -> feed.closed() != null);
    CloseSeen seen = closed();
    if (seen == null) {
      throw new AssertionError("closed, and not closed");
    }
    return seen;
  }

  /** Waits until {@code condition} holds; 60 s at most. */
  public void await(String what, Predicate<FeedReader> condition) {
    await(what, LIMIT, condition);
  }

  /**
   * Waits until {@code condition} holds. It is asked after each message.
   *
   * @throws AssertionError when {@code limit} has passed, or the feed has ended without it
   */
  public void await(String what, Duration limit, Predicate<FeedReader> condition) {
    Deadline deadline = Deadline.in(limit);
    lock.lock();
    try {
      while (!condition.test(this)) {
        if (failure != null) {
          throw new AssertionError("the feed sent what cannot be read; " + this, failure);
        }
        if (closed != null || deadline.hasPassed()) {
          throw new AssertionError("waited %s for %s; %s".formatted(limit, what, this));
        }
        boolean unused = changed.await(deadline.remainingMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      throw Poll.interrupted(what, e);
    } finally {
      lock.unlock();
    }
  }

  /** Ends the connection without a close frame. */
  @Override
  public void close() {
    stopping = true;
    socket.close();
  }

  @Override
  public String toString() {
    return locked(() ->
        "%d events, last seq %d; last message %.300s; closed: %s"
            .formatted(
                events.size(),
                lastSeq(),
                messages.isEmpty() ? "none" : messages.getLast(),
                closed));
  }

  private void run() {
    try {
      while (!stopping && socket.closed() == null) {
        byte[] message = socket.readMessage(STEP);
        if (message != null) {
          keep(message);
        }
      }
    } catch (IOException | RuntimeException | AssertionError e) {
      change(() -> failure = e);
    } finally {
      change(() -> closed = socket.closed());
    }
  }

  private void keep(byte[] message) throws IOException {
    JsonNode parsed = JSON.readTree(message);
    byte[] event = JsonMember.cut(message, "event");
    if (event == null && !parsed.has("type")) {
      throw new IOException(
          "a message is neither event nor control: " + new String(message, StandardCharsets.UTF_8));
    }
    change(() -> {
      messages.add(parsed);
      if (event != null && !parsed.has("type")) {
        events.add(new FeedEvent(parsed, event));
      }
    });
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private <T extends @Nullable Object> T locked(Supplier<T> read) {
    lock.lock();
    try {
      return read.get();
    } finally {
      lock.unlock();
    }
  }
}
