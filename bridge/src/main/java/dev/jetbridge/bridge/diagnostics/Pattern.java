package dev.jetbridge.bridge.diagnostics;

/**
 * What goes wrong between a bridge and its broker often enough to have a name, most urgent first.
 * The labels are part of the public interface: of {@code /diagnostics} and of a metric.
 */
public enum Pattern {
  /** The broker revoked the credentials. */
  CREDENTIALS_REVOKED(
      "credentials-revoked",
      "Somebody revoked this user: find out why before anything else. If it was meant, issue other"
          + " credentials and write them to nats.creds-file; the bridge takes them up by itself."),
  /** The credentials have expired. */
  CREDENTIALS_EXPIRED(
      "credentials-expired",
      "Write credentials that are still good to nats.creds-file; the bridge takes them up by"
          + " itself, without a restart. Then find out why nothing renewed the file in time, and"
          + " check the clocks of both machines if the file looks good."),
  /** The credentials are not accepted. */
  CREDENTIALS_REFUSED(
      "credentials-refused",
      "The broker does not know this user, or the password, token or seed is wrong: compare the"
          + " nats.* keys (jetbridge config print) with the broker's accounts. nats-server's log"
          + " says more than it tells its clients."),
  /** Credentials that used to do are refused over and over. */
  AUTHENTICATION_LOOP(
      "authentication-loop",
      "These credentials, or those before them, used to do: a rotation went wrong. Look whether the"
          + " file on this machine is the new one (mounted secrets lag), whether the broker knows"
          + " the account that signed it, and whether the old one was revoked before the new one"
          + " was written. The bridge keeps trying with whatever the file holds."),
  /** There is no connection. */
  BROKER_UNREACHABLE(
      "broker-unreachable",
      "Look whether nats-server runs, whether nats.url names it, and whether something between"
          + " (firewall, network policy, DNS, TLS) keeps the bridge from it. Open feeds stay and are"
          + " served from the window; nothing is lost that the stream still holds."),
  /** The broker makes no more consumers. */
  CONSUMER_LIMIT(
      "consumer-limit",
      "Replays wait or end with 1013. Lower replay.max-concurrent below what the limit leaves, make"
          + " window.max-events larger so that fewer sessions replay, or raise the limit: consumers"
          + " of the stream (max_consumers), of the account, or of the server (1,000 a stream by"
          + " default in recent versions). With delivery = dedicated each session is a consumer."),
  /** Nothing comes over a connection that stands. */
  HEARTBEAT_LOSS(
      "heartbeat-loss",
      "The connection stands, but the consumer behind it is silent: a paused or overloaded"
          + " nats-server, a stream without a leader, or a disk that does not answer. Look at the"
          + " broker (nats stream report, its CPU, its disk), not at the network."),
  /** The connection is made and lost over and over. */
  FLAPPING(
      "flapping",
      "Look at what ends the connections: the cause of each is in the events. A server that is"
          + " restarted over and over, a load balancer or firewall with an idle time-out, a network"
          + " that drops, or the broker cutting a slow consumer (its log says so)."),
  /** Consumers are made anew over and over. */
  REBUILD_STORM(
      "rebuild-storm",
      "The connection stands, but what is read over it is begun again and again: somebody deletes"
          + " the consumers (their names begin with jb), the stream's leader moves about, or"
          + " retention takes events before they are read. Look at the stream's limits and at who"
          + " else has rights on it."),
  /** The credentials expire soon. */
  CREDENTIALS_EXPIRING(
      "credentials-expiring",
      "Nothing has renewed nats.creds-file yet, and less than a quarter of its time, or less than a"
          + " day, is left: look after whatever renews it. A file that is renewed in time is taken"
          + " up without a gap.");

  private final String label;
  private final String advice;

  Pattern(String label, String advice) {
    this.label = label;
    this.advice = advice;
  }

  /** Its name. */
  public String label() {
    return label;
  }

  /** What to do about it. */
  public String advice() {
    return advice;
  }
}
