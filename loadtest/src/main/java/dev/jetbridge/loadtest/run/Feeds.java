package dev.jetbridge.loadtest.run;

import dev.jetbridge.loadtest.adapter.Adapter;
import dev.jetbridge.loadtest.adapter.CentrifugoFeed;
import dev.jetbridge.loadtest.adapter.EnvelopeFeed;
import dev.jetbridge.loadtest.adapter.NatsFeed;
import dev.jetbridge.loadtest.adapter.SseFeed;
import dev.jetbridge.loadtest.crowd.ClientTls;
import dev.jetbridge.loadtest.crowd.Stage;
import dev.jetbridge.loadtest.measure.RunClock;
import dev.jetbridge.loadtest.oracle.Truth;
import dev.jetbridge.loadtest.plan.Plan;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;

/** What a plan's target comes to: an adapter, an address, addresses to connect from. */
final class Feeds {
  private static final int VIEWERS_A_SOURCE = 10_000;

  private Feeds() {}

  /** What the viewers of a process share. */
  static Stage stage(Plan plan, long base) throws RunFailed {
    URI url = plan.target().url();
    boolean secure = url.getScheme().equals("wss") || url.getScheme().equals("https");
    int port = url.getPort() > 0 ? url.getPort() : secure ? 443 : 80;
    try {
      InetAddress address = InetAddress.getByName(url.getHost());
      return new Stage(
          adapter(plan.target()),
          new Truth(base),
          RunClock.set(),
          new InetSocketAddress(address, port),
          sources(plan, address),
          secure ? new ClientTls(url.getHost(), port, plan.target().caFile()) : null,
          plan.target().subjects());
    } catch (UnknownHostException e) {
      throw new RunFailed("no address is known for the host of " + url, e);
    } catch (SSLException | IllegalArgumentException e) {
      throw new RunFailed("TLS to %s cannot be used: %s".formatted(url, e.getMessage()), e);
    }
  }

  private static Adapter adapter(Plan.Target target) {
    List<String> bearer =
        target.token().isEmpty() ? List.of() : List.of("Authorization: Bearer " + target.token());
    return switch (target.dialect()) {
      case JETBRIDGE -> new EnvelopeFeed(target.url(), bearer, true);
      case PLAIN -> new EnvelopeFeed(target.url(), bearer, false);
      case SSE -> new SseFeed(target.url(), bearer);
      case CENTRIFUGO -> new CentrifugoFeed(target.url(), target.channel(), target.token());
      case NATS ->
          new NatsFeed(
              target.url(),
              target.stream(),
              target.token().isEmpty() ? "" : "\"auth_token\":\"%s\"".formatted(target.token()));
    };
  }

  private static List<InetSocketAddress> sources(Plan plan, InetAddress server)
      throws UnknownHostException {
    boolean linux = System.getProperty("os.name", "").equals("Linux");
    if (!server.isLoopbackAddress() || server.getAddress().length != 4 || !linux) {
      return List.of();
    }
    int viewers = plan.load().viewers() + plan.disturbances().replayers();
    int given = plan.generator().sources();
    int count = given > 0 ? given : 1 + viewers / VIEWERS_A_SOURCE;
    List<InetSocketAddress> sources = new ArrayList<>();
    for (int number = 1; number <= count; number++) {
      byte[] address = {127, 0, 0, (byte) number};
      sources.add(new InetSocketAddress(InetAddress.getByAddress(address), 0));
    }
    return sources;
  }
}
