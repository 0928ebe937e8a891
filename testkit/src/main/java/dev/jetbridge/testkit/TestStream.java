package dev.jetbridge.testkit;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.PurgeOptions;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import io.nats.client.api.StreamState;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A stream that a test has made, and the truth about it: what it holds now ({@link #truth()}) and
 * all that was published through this object and acknowledged ({@link #published()}), which
 * retention takes nothing from.
 */
public final class TestStream {
  private static final Duration ACK_LIMIT = Duration.ofSeconds(30);
  private static final int ACKS_IN_FLIGHT = 256;

  private final Connection connection;
  private final JetStream jetStream;
  private final JetStreamManagement management;
  private final StreamConfiguration configuration;
  private final ConcurrentSkipListMap<Long, StoredMessage> published =
      new ConcurrentSkipListMap<>();

  TestStream(Connection connection, StreamConfiguration configuration) {
    this.connection = connection;
    this.configuration = configuration;
    try {
      this.jetStream = connection.jetStream();
      this.management = connection.jetStreamManagement();
    } catch (IOException e) {
      throw new UncheckedIOException("no JetStream on " + connection, e);
    }
  }

  public String name() {
    return configuration.getName();
  }

  /** As it was made. */
  public StreamConfiguration configuration() {
    return configuration;
  }

  /** What the broker says of the stream now. */
  public StreamInfo info() {
    return Streams.call("describe " + name(), () -> management.getStreamInfo(name()));
  }

  /** First and last sequence, number of messages and so on, as the broker says now. */
  public StreamState state() {
    return info().getStreamState();
  }

  /** Publishes one message and waits for its sequence. */
  public long publish(String subject, byte[] payload) {
    return publish(subject, null, payload);
  }

  /** Publishes one message and waits for its sequence. */
  public long publish(String subject, String payload) {
    return publish(subject, payload.getBytes(StandardCharsets.UTF_8));
  }

  /** Publishes one message with headers and waits for its sequence. */
  public long publish(String subject, @Nullable Headers headers, byte[] payload) {
    Message message = NatsMessage.builder().subject(subject).headers(headers).data(payload).build();
    return settle(new Pending(message, jetStream.publishAsync(message)));
  }

  /** Publishes {@code count} small CloudEvents to {@code subject}; returns the last sequence. */
  public long publishMany(int count, String subject) {
    return publishMany(count, n -> subject, TestEvents::cloudEvent);
  }

  /**
   * Publishes messages numbered 0 to {@code count} - 1, in order, without waiting for each one's
   * acknowledgement; returns the last sequence.
   */
  public long publishMany(int count, IntFunction<String> subject, IntFunction<byte[]> payload) {
    List<Pending> pending = new ArrayList<>();
    long last = 0;
    for (int n = 0; n < count; n++) {
      Message message =
          NatsMessage.builder().subject(subject.apply(n)).data(payload.apply(n)).build();
      pending.add(new Pending(message, jetStream.publishAsync(message)));
      if (pending.size() == ACKS_IN_FLIGHT || n == count - 1) {
        for (Pending one : pending) {
          last = settle(one);
        }
        pending.clear();
      }
    }
    return last;
  }

  /** Every message acknowledged to this object, by sequence, whether it is still held or not. */
  public List<StoredMessage> published() {
    return List.copyOf(published.values());
  }

  /** Every message that the stream holds now, by sequence. */
  public List<StoredMessage> truth() {
    return StreamReader.readAll(connection, name());
  }

  /** Removes all messages; the sequence goes on. */
  public void purge() {
    Streams.call("purge " + name(), () -> management.purgeStream(name()));
  }

  /** Removes all messages whose subject matches {@code filter}. */
  public void purge(String filter) {
    PurgeOptions options = PurgeOptions.builder().subject(filter).build();
    Streams.call("purge " + name(), () -> management.purgeStream(name(), options));
  }

  /** Removes all messages below {@code seq}. */
  public void purgeBelow(long seq) {
    PurgeOptions options = PurgeOptions.builder().sequence(seq).build();
    Streams.call("purge " + name(), () -> management.purgeStream(name(), options));
  }

  /** Removes one message. */
  public void deleteMessage(long seq) {
    Streams.call("delete message " + seq, () -> management.deleteMessage(name(), seq, false));
  }

  /** Changes the stream's configuration in place. */
  public void update(StreamConfiguration changed) {
    Streams.call("update " + name(), () -> management.updateStream(changed));
  }

  /** Removes the stream. */
  public void delete() {
    Streams.call("delete " + name(), () -> management.deleteStream(name()));
  }

  /** Removes the stream and makes it again, empty: another stream under the same name. */
  public void recreate() {
    delete();
    // nats-server 2.15 removes the old files after it has answered, and until then refuses the new
    // store (error 10049).
    StreamInfo unused =
        Poll.until(
            "stream " + name() + " to be made again",
            ACK_LIMIT,
            () -> "",
            () -> management.addStream(configuration));
    published.clear();
  }

  /** How many consumers the stream has. */
  public long consumers() {
    return state().getConsumerCount();
  }

  private long settle(Pending pending) {
    try {
      PublishAck ack = pending.ack().get(ACK_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      Message message = pending.message();
      Headers headers = message.getHeaders();
      byte[] block = headers == null ? new byte[0] : headers.getSerialized();
      published.put(
          ack.getSeqno(),
          new StoredMessage(ack.getSeqno(), message.getSubject(), null, block, message.getData()));
      return ack.getSeqno();
    } catch (InterruptedException e) {
      throw Poll.interrupted("an acknowledgement", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          "no acknowledgement for a message to " + pending.message().getSubject(), e);
    }
  }

  private record Pending(Message message, CompletableFuture<PublishAck> ack) {}
}
