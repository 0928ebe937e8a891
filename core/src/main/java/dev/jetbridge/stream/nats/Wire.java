package dev.jetbridge.stream.nats;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import java.util.Collection;

/**
 * One connection as it was made: what goes over it, what is heard of it, and who the bridge is
 * there.
 */
final class Wire {
  private final Connection connection;
  private final LinkEvents events;
  private final Link link;
  private final Identity identity;
  private final String url;
  private final long client;

  /**
   * Listens from now on.
   *
   * @throws IllegalStateException where the connection has ended already
   */
  Wire(Connection connection, LinkEvents events, Link link, Identity identity) {
    this.connection = connection;
    this.events = events;
    this.link = link;
    this.identity = identity;
    String connected = connection.getConnectedUrl();
    // None where the connection has ended already.
    this.url = connected == null ? "the broker" : connected;
    this.client = connection.getServerInfo().getClientId();
    events.attach(link);
    Dispatcher dispatcher = connection.createDispatcher(new Arrivals(link));
    // Bounded by what was asked for; with a bound here jnats would drop messages.
    dispatcher.setPendingLimits(0, 0);
    Dispatcher unused = dispatcher.subscribe(link.inbox() + '>');
  }

  Link link() {
    return link;
  }

  Identity identity() {
    return identity;
  }

  String url() {
    return url;
  }

  /** The number that the server gave it. */
  long client() {
    return client;
  }

  boolean isUp() {
    return connection.getStatus() == Connection.Status.CONNECTED;
  }

  /** Waits for its end; true where it has ended. */
  boolean awaitEnd(long millis) throws InterruptedException {
    // The status too, for an end that is not announced.
    return events.awaitEnd(millis) || !isUp();
  }

  LinkEvents events() {
    return events;
  }

  /** The servers of the cluster that it knows of. */
  Collection<String> servers() {
    return connection.getServers();
  }

  /** Closes the connection, which can take seconds. */
  void close() throws InterruptedException {
    connection.close();
  }
}
