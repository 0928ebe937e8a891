package dev.jetbridge.stream.nats;

import dev.jetbridge.stream.BrokerEvent.Kind;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Consumer;
import io.nats.client.ErrorListener;
import io.nats.client.Message;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What jnats says aside of one connection: its end, errors of the broker, its own exceptions. */
final class LinkEvents implements ConnectionListener, ErrorListener {
  private static final Logger LOG = LoggerFactory.getLogger(LinkEvents.class);

  /** How jnats says that the server asks for TLS and it was given none to use. */
  private static final String TLS_WANTED = "SSL required by server.";

  private final String name;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable Link link;
  private volatile @Nullable String lastError;
  private volatile @Nullable String lastException;
  private volatile boolean wantsTls;

  LinkEvents(String name) {
    this.name = name;
  }

  void attach(Link made) {
    link = made;
  }

  /** Waits for the connection's end; false where the time is over before it. */
  boolean awaitEnd(long millis) throws InterruptedException {
    return ended.await(millis, TimeUnit.MILLISECONDS);
  }

  /** Whether the server refused because it asks for TLS. */
  boolean wantsTls() {
    return wantsTls;
  }

  /** Whether the broker said why. */
  boolean brokerSpoke() {
    return lastError != null;
  }

  /** Why it ended or was not made, to be put after what happened; empty where nothing was said. */
  String reason() {
    String said = lastError;
    if (said != null) {
      return ", the broker says: " + said;
    }
    String thrown = lastException;
    return thrown == null ? "" : ", " + thrown;
  }

  @Override
  public void connectionEvent(
      Connection connection, Events type, Long time, @Nullable String uriDetails) {
    switch (type) {
      case DISCONNECTED, CLOSED -> ended.countDown();
      case LAME_DUCK -> {
        LOG.info("{}: the broker {} is about to stop", name, uriDetails);
        Link present = link;
        if (present != null) {
          present.report(Kind.BROKER_STOPPING, "the broker is about to stop (lame duck)");
        }
      }
      case DISCOVERED_SERVERS -> LOG.debug("{}: the broker names {}", name, uriDetails);
      case CONNECTED, RECONNECTED, RESUBSCRIBED -> LOG.debug("{}: {} {}", name, type, uriDetails);
    }
  }

  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester")
  public void connectionEvent(Connection connection, Events type) {
    connectionEvent(connection, type, 0L, null);
  }

  /** A right that is missing is told where it was needed; anything else ends the connection. */
  @Override
  public void errorOccurred(Connection connection, String error) {
    LOG.debug("{}: the broker says: {}", name, error);
    Link present = link;
    PermissionDenied denied = PermissionDenied.parse(error).orElse(null);
    if (denied == null || present == null) {
      lastError = error;
    } else {
      present.denied(denied);
    }
  }

  @Override
  public void exceptionOccurred(Connection connection, Exception exception) {
    LOG.debug("{}: {}", name, exception, exception);
    Throwable cause = exception;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (TLS_WANTED.equals(cause.getMessage())) {
      wantsTls = true;
    }
    lastException = cause.toString();
  }

  @Override
  public void slowConsumerDetected(Connection connection, Consumer consumer) {
    LOG.error(
        "{}: {} messages dropped for want of room, expected none",
        name,
        consumer.getDroppedCount());
  }

  @Override
  public void messageDiscarded(Connection connection, Message message) {
    LOG.error("{}: a request to {} was discarded, expected room", name, message.getSubject());
  }
}
