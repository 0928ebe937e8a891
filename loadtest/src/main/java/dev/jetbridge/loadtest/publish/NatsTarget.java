package dev.jetbridge.loadtest.publish;

import dev.jetbridge.loadtest.oracle.Fingerprint;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.NUID;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JetStream stream. Events are published as plain messages with a reply subject each, so that
 * thousands can be under way, and their acknowledgements come in by one thread in the stream's
 * order.
 */
public final class NatsTarget implements Target {
  private static final int STREAM_NOT_FOUND = 10059;
  private static final Pattern SEQUENCE = Pattern.compile("\"seq\":\\s*(\\d+)");

  private final Connection connection;
  private final List<String> subjects;
  private final Acknowledgements acknowledgements;
  private final ConcurrentHashMap<String, Sent> sent = new ConcurrentHashMap<>();
  private final String inbox = "_INBOX." + NUID.nextGlobal() + ".";
  private final long base;
  private long number;

  private record Sent(long fingerprint, int subject, long nanos) {}

  private NatsTarget(
      Connection connection, List<String> subjects, Acknowledgements acknowledgements, long base) {
    this.connection = connection;
    this.subjects = List.copyOf(subjects);
    this.acknowledgements = acknowledgements;
    this.base = base;
    Dispatcher dispatcher = connection.createDispatcher(this::answered);
    dispatcher.setPendingLimits(-1, -1);
    dispatcher.subscribe(inbox + "*");
  }

  /**
   * Connects, and makes the stream where there is none of this name.
   *
   * @param url may carry credentials
   * @param subjects that events are published on; the stream has to hold them
   */
  public static NatsTarget open(
      String url, String stream, List<String> subjects, Acknowledgements acknowledgements)
      throws Unreachable, InterruptedException {
    Connection connection = connect(url);
    try {
      JetStreamManagement management = connection.jetStreamManagement();
      StreamInfo info = stream(management, stream, subjects);
      check(info.getConfiguration());
      return new NatsTarget(
          connection, subjects, acknowledgements, info.getStreamState().getLastSequence());
    } catch (IOException | JetStreamApiException e) {
      connection.close();
      throw new Unreachable("stream %s cannot be used: %s".formatted(stream, e.getMessage()), e);
    } catch (Unreachable e) {
      connection.close();
      throw e;
    }
  }

  private static Connection connect(String url) throws Unreachable, InterruptedException {
    Options options =
        new Options.Builder()
            .server(url)
            .connectionName("loadtest")
            .connectionTimeout(Duration.ofSeconds(5))
            .maxReconnects(-1)
            .reconnectWait(Duration.ofMillis(250))
            .maxMessagesInOutgoingQueue(100_000)
            .errorListener(new ErrorListener() {})
            .build();
    try {
      return Nats.connect(options);
    } catch (IOException e) {
      String address = url.replaceAll("//[^/@\\s]*@", "//");
      throw new Unreachable("no NATS server at %s: %s".formatted(address, e.getMessage()), e);
    }
  }

  private static StreamInfo stream(
      JetStreamManagement management, String name, List<String> subjects)
      throws IOException, JetStreamApiException {
    try {
      return management.getStreamInfo(name);
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() != STREAM_NOT_FOUND) {
        throw e;
      }
    }
    String first = subjects.getFirst();
    return management.addStream(
        StreamConfiguration.builder()
            .name(name)
            .subjects(first.substring(0, first.lastIndexOf('.')) + ".>")
            .storageType(StorageType.File)
            .build());
  }

  private static void check(StreamConfiguration found) throws Unreachable {
    if (found.getRetentionPolicy() != RetentionPolicy.Limits) {
      throw new Unreachable(
          "stream %s has retention %s, expected limits"
              .formatted(found.getName(), found.getRetentionPolicy()));
    }
    if (found.getMaxMsgsPerSubject() > 0) {
      throw new Unreachable(
          "stream %s keeps %d messages a subject, expected no such limit: what it removes could not"
                  .formatted(found.getName(), found.getMaxMsgsPerSubject())
              + " be told from what a server loses");
    }
  }

  @Override
  public void send(int subject, byte[] event, long due) {
    String token = Long.toString(number++, 36);
    Sent one = new Sent(Fingerprint.of(event), subject, System.nanoTime());
    acknowledgements.sending(one.fingerprint, subject);
    sent.put(token, one);
    connection.publish(subjects.get(subject), inbox + token, event);
  }

  private void answered(Message answer) {
    long now = System.nanoTime();
    Sent one = sent.remove(answer.getSubject().substring(inbox.length()));
    if (one == null) {
      return;
    }
    String body = new String(answer.getData(), StandardCharsets.UTF_8);
    Matcher sequence = SEQUENCE.matcher(body);
    if (body.contains("\"error\"") || !sequence.find()) {
      acknowledgements.refused(one.fingerprint, answer.isStatusMessage() ? "no stream" : body);
    } else {
      acknowledgements.stored(
          Long.parseLong(sequence.group(1)), one.fingerprint, one.subject, now - one.nanos);
    }
  }

  @Override
  public long outstanding() {
    return sent.size();
  }

  @Override
  public long base() {
    return base;
  }

  @Override
  public String server() {
    return "nats-server " + connection.getServerInfo().getVersion();
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
