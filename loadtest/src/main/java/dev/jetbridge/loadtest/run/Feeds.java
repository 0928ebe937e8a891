package dev.jetbridge.loadtest.run;

import dev.jetbridge.loadtest.adapter.Adapter;
import dev.jetbridge.loadtest.adapter.CentrifugoFeed;
import dev.jetbridge.loadtest.adapter.EnvelopeFeed;
import dev.jetbridge.loadtest.adapter.NatsFeed;
import dev.jetbridge.loadtest.adapter.SseFeed;
import dev.jetbridge.loadtest.crowd.ClientTls;
import dev.jetbridge.loadtest.crowd.Destination;
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
    List<Destination> destinations = new ArrayList<>();
    for (URI url : plan.target().urls()) {
      destinations.add(destination(plan.target(), url));
    }
    try {
      return new Stage(
          destinations,
          new Truth(base),
          RunClock.set(),
          sources(plan, destinations),
          plan.target().subjects());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes found to be no address", e);
    }
  }

  private static Destination destination(Plan.Target target, URI url) throws RunFailed {
    boolean secure = url.getScheme().equals("wss") || url.getScheme().equals("https");
    int port = url.getPort() > 0 ? url.getPort() : secure ? 443 : 80;
    try {
      return new Destination(
          adapter(target, url),
          new InetSocketAddress(InetAddress.getByName(url.getHost()), port),
          secure ? new ClientTls(url.getHost(), port, target.caFile()) : null);
    } catch (UnknownHostException e) {
      throw new RunFailed("no address is known for the host of " + url, e);
    } catch (SSLException | IllegalArgumentException e) {
      throw new RunFailed("TLS to %s cannot be used: %s".formatted(url, e.getMessage()), e);
    }
  }

  private static Adapter adapter(Plan.Target target, URI url) {
    List<String> bearer =
        target.token().isEmpty() ? List.of() : List.of("Authorization: Bearer " + target.token());
    return switch (target.dialect()) {
      case JETBRIDGE -> new EnvelopeFeed(url, bearer, true);
      case PLAIN -> new EnvelopeFeed(url, bearer, false);
      case SSE -> new SseFeed(url, bearer);
      case CENTRIFUGO -> new CentrifugoFeed(url, target.channel(), target.token());
      case NATS ->
          new NatsFeed(
              url,
              target.stream(),
              target.token().isEmpty() ? "" : "\"auth_token\":\"%s\"".formatted(target.token()));
    };
  }

  private static List<InetSocketAddress> sources(Plan plan, List<Destination> destinations)
      throws UnknownHostException {
    boolean linux = System.getProperty("os.name", "").equals("Linux");
    boolean here =
        destinations.stream()
            .map(destination -> destination.server().getAddress())
            .allMatch(server -> server.isLoopbackAddress() && server.getAddress().length == 4);
    if (!here || !linux) {
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
