package dev.jetbridge.stream.nats;

import dev.jetbridge.config.NatsSettings;
import dev.jetbridge.config.NatsTlsSettings;
import dev.jetbridge.config.Secret;
import dev.jetbridge.config.StreamSettings;
import dev.jetbridge.stream.BrokerListener;
import dev.jetbridge.stream.StreamFailure;
import dev.jetbridge.stream.StreamSource.ConnectionListener;
import dev.jetbridge.stream.StreamState;
import dev.jetbridge.testkit.NatsServer;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;

/** Sources before a test's server. */
final class TestSources {
  static final Duration LIMIT = Duration.ofSeconds(30);

  /** Like the default, but quicker to lose patience. */
  static final Timing QUICK =
      new Timing(
          Duration.ofSeconds(2),
          Duration.ofSeconds(4),
          Duration.ofSeconds(6),
          Duration.ofMillis(200),
          Duration.ofMillis(500),
          Duration.ofSeconds(3),
          Duration.ofSeconds(2),
          Duration.ofMillis(50),
          Duration.ofMillis(500));

  private TestSources() {}

  /** A source that is connected. */
  static JetStreamSource connect(NatsServer server, String stream) {
    return connected(open(settings(server.url()), stream));
  }

  /** A source that is connected as that user. */
  static JetStreamSource connect(NatsServer server, String stream, String user, String password) {
    NatsSettings settings =
        new NatsSettings(
            List.of(server.url()),
            null,
            user,
            new Secret(password),
            null,
            new NatsTlsSettings(null, null, null));
    return connected(open(settings, stream));
  }

  static JetStreamSource open(NatsSettings settings, String stream) {
    return JetStreamSource.open(
        settings, StreamSettings.of(stream), "test-" + stream, QUICK, BrokerListener.NONE);
  }

  static NatsSettings settings(String url) {
    return new NatsSettings(
        List.of(url), null, null, null, null, new NatsTlsSettings(null, null, null));
  }

  static JetStreamSource connected(JetStreamSource source) {
    CountDownLatch found = new CountDownLatch(1);
    source.onConnection(
        new ConnectionListener() {
          @Override
          public void connected() {
            found.countDown();
          }

          @Override
          public void disconnected(Instant since) {}
        });
    try {
      if (!found.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("no connection within " + LIMIT);
      }
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
    return source;
  }

  /** The names of the stream's consumers. */
  static List<String> consumers(NatsServer server, String stream) {
    try {
      return server.connect().jetStreamManagement().getConsumerNames(stream);
    } catch (IOException | JetStreamApiException e) {
      throw new AssertionError("no consumer names", e);
    }
  }

  /** What a cluster may refuse for a while, when it is just whole again. */
  static <T> T eventually(String what, Callable<T> attempt) {
    return Awaitility.await(what)
        .atMost(Duration.ofMinutes(1))
        .pollDelay(Duration.ZERO)
        .ignoreExceptions()
        .until(attempt, Objects::nonNull);
  }

  static StreamState state(JetStreamSource source) {
    return value(source.state());
  }

  static <T> T value(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("no value", e);
    }
  }

  static StreamFailure failure(CompletionStage<?> stage) {
    try {
      Object value = stage.toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      throw new AssertionError(value + " found, expected a failure");
    } catch (ExecutionException e) {
      return StreamFailure.of(e);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("no end", e);
    }
  }
}
