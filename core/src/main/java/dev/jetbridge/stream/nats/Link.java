package dev.jetbridge.stream.nats;

import dev.jetbridge.stream.BrokerEvent;
import dev.jetbridge.stream.StreamFailure;
import dev.jetbridge.stream.StreamFailure.Kind;
import io.nats.client.Connection;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to the broker for as long as it lasts, and all that is under way on it: requests,
 * replays, and what was learnt of the server behind it. None of it survives the connection, as
 * pulls and consumers in memory don't. Thread-safe.
 */
final class Link {
  private static final Logger LOG = LoggerFactory.getLogger(Link.class);
  private static final int CREATES = 64;
  private static final int RANDOM_BITS = 48;
  private static final byte[] NO_BODY = {};

  private final String stream;
  private final Timing timing;
  private final Connection connection;
  private final String inbox;
  private final String consumerPrefix;
  private final BiConsumer<BrokerEvent.Kind, String> reports;
  private final AtomicLong consumers = new AtomicLong();
  private final Map<String, PullReplay> replays = new ConcurrentHashMap<>();
  private final Requests requests;
  private final StreamProbe probe;
  private final Turns creates;
  private final Removals removals;
  private volatile boolean severalFilters = true;
  private volatile @Nullable StreamFailure over;

  /**
   * What goes over a connection.
   *
   * @param reports takes what the broker did to its consumers; any thread
   */
  Link(
      String stream,
      Connection connection,
      ScheduledExecutorService timer,
      Timing timing,
      BiConsumer<BrokerEvent.Kind, String> reports) {
    this.reports = reports;
    this.stream = stream;
    this.timing = timing;
    this.connection = connection;
    this.inbox = connection.createInbox() + '.';
    this.consumerPrefix =
        "jb" + new BigInteger(RANDOM_BITS, new SecureRandom()).toString(Character.MAX_RADIX) + '-';
    this.requests = new Requests(connection::publish, inbox, timer, timing.request());
    this.probe = new StreamProbe(requests, stream);
    this.creates = new Turns(CREATES, timing.turn(), timer);
    this.removals = new Removals(stream, requests, timing, timer);
  }

  String stream() {
    return stream;
  }

  Timing timing() {
    return timing;
  }

  /** What all reply subjects begin with, a dot at its end. */
  String inbox() {
    return inbox;
  }

  Requests requests() {
    return requests;
  }

  StreamProbe probe() {
    return probe;
  }

  Turns creates() {
    return creates;
  }

  /** Whether the broker behind this connection may know consumers with several filters. */
  boolean knowsSeveralFilters() {
    return severalFilters;
  }

  /** The broker passed over several filters: they are not tried again. */
  void severalFiltersUnknown() {
    severalFilters = false;
  }

  /** Tells of what an operator may want to know later. */
  void report(BrokerEvent.Kind kind, String cause) {
    reports.accept(kind, cause);
  }

  /** A consumer's name, not used before. */
  String nextConsumer() {
    return consumerPrefix + Long.toString(consumers.incrementAndGet(), Character.MAX_RADIX);
  }

  /** Routes a consumer's messages and statuses to its replay from now on. */
  void register(String consumer, PullReplay replay) {
    replays.put(consumer, replay);
    StreamFailure ended = over;
    if (ended != null) {
      replay.failed(ended);
    }
  }

  void unregister(String consumer) {
    replays.remove(consumer);
  }

  @Nullable PullReplay replay(String consumer) {
    return replays.get(consumer);
  }

  /** Sends a pull; its statuses come back to {@code <inbox><consumer>.<number>.<messages>}. */
  void pull(String consumer, long number, PullRequest request) {
    try {
      connection.publish(
          Api.next(stream, consumer),
          inbox + consumer + '.' + number + '.' + request.messages(),
          request.body());
    } catch (IllegalStateException e) {
      LOG.debug("pull not sent, the connection is going", e);
    }
  }

  /** Deletes a consumer, best effort: the broker forgets it by itself a while later. */
  void remove(String consumer) {
    removals.remove(consumer);
  }

  void tick(long nowNanos) {
    replays.values().forEach(replay -> replay.tick(nowNanos));
  }

  /** Ends whatever waits for a right that the user lacks. */
  void denied(PermissionDenied denied) {
    StreamFailure failure = new StreamFailure(Kind.FORBIDDEN, denied.detail());
    if (denied.subscription()) {
      end(failure);
      return;
    }
    requests.denied(denied.subject(), failure);
    String next = Api.next(stream, "");
    if (denied.subject().startsWith(next)) {
      PullReplay replay = replays.get(denied.subject().substring(next.length()));
      if (replay != null) {
        replay.failed(failure);
      }
    }
  }

  /**
   * Has whoever reads go on over the connection that took over. Requests under way may still be
   * answered, and consumers be deleted, until {@link #end}.
   */
  void retire(StreamFailure moved) {
    over = moved;
    creates.end(moved);
    replays.values().forEach(replay -> replay.failed(moved));
  }

  /** Ends all that is under way on it and all that comes after. */
  void end(StreamFailure failure) {
    over = failure;
    creates.end(failure);
    removals.end(failure);
    requests.end(failure);
    replays.values().forEach(replay -> replay.failed(failure));
    replays.clear();
  }

  /** The consumers of all open replays. */
  List<String> consumers() {
    return List.copyOf(replays.keySet());
  }

  /** Deletes consumers after the link's end, as far as the broker can be told in that time. */
  void removeNow(List<String> unread, Duration atMost) {
    try {
      for (String consumer : unread) {
        connection.publish(Api.consumerDelete(stream, consumer), inbox + '0', NO_BODY);
      }
      connection.flush(atMost);
    } catch (IllegalStateException | TimeoutException e) {
      LOG.debug("consumers stay at the broker until it forgets them", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
