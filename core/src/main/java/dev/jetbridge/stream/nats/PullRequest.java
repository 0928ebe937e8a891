package dev.jetbridge.stream.nats;

import dev.jetbridge.stream.Replay;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The body of a pull (nats-server's {@code JSApiConsumerGetNextRequest}).
 *
 * @param expires how long it waits at the broker
 * @param heartbeat how often the broker says that there is nothing
 */
record PullRequest(int messages, int maxBytes, Duration expires, Duration heartbeat) {
  /** A reader that catches up hears soon that there is nothing more; one at the head does not. */
  static PullRequest of(Timing timing, boolean caughtUp, int messages, int maxBytes) {
    return new PullRequest(
        messages, maxBytes, timing.pull(), caughtUp ? timing.heartbeat() : timing.quickHeartbeat());
  }

  /** When the broker has certainly ended it, and said so if it says so at all. */
  Duration goneAfter(Timing timing) {
    return expires.plus(timing.patience());
  }

  byte[] body() {
    StringBuilder json = new StringBuilder(96);
    json.append("{\"batch\":").append(messages);
    json.append(",\"expires\":").append(expires.toNanos());
    json.append(",\"idle_heartbeat\":").append(heartbeat.toNanos());
    if (maxBytes != Replay.UNBOUNDED) {
      json.append(",\"max_bytes\":").append(maxBytes);
    }
    return json.append('}').toString().getBytes(StandardCharsets.US_ASCII);
  }
}
