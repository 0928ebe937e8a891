package dev.jetbridge.loadtest.run;

import dev.jetbridge.loadtest.plan.Plan;
import dev.jetbridge.loadtest.publish.Acknowledgements;
import dev.jetbridge.loadtest.publish.CentrifugoTarget;
import dev.jetbridge.loadtest.publish.NatsTarget;
import dev.jetbridge.loadtest.publish.Target;
import dev.jetbridge.loadtest.publish.Unreachable;
import java.net.URI;

/** Where a plan's events go. */
final class Targets {
  private Targets() {}

  static Target open(Plan.Target target, Acknowledgements acks)
      throws Unreachable, InterruptedException {
    return switch (target.dialect()) {
      case CENTRIFUGO ->
          CentrifugoTarget.open(
              URI.create(target.apiUrl()), target.apiKey(), target.channel(), acks);
      case JETBRIDGE, PLAIN, NATS, SSE ->
          NatsTarget.open(target.natsUrl(), target.stream(), target.subjects(), acks);
    };
  }
}
