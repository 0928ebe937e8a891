package dev.jetbridge.stream.nats;

import java.time.Duration;

/**
 * How long the broker is given.
 *
 * @param request for the answer to a request
 * @param turn for a replay to get its turn among the creates in flight
 * @param pull how long a pull waits at the broker for messages
 * @param quickHeartbeat how soon an idle pull says so while the reader is catching up: the first
 *     proof that a sparse filter has nothing more
 * @param heartbeat how often an idle pull says so otherwise
 * @param patience how long a consumer that was asked may be silent before it counts as lost
 * @param ping how often the connection is tried while nothing else arrives; at the third without an
 *     answer it counts as lost
 * @param retry the first wait before connecting again; it doubles, with jitter
 * @param longestRetry the longest such wait
 */
record Timing(
    Duration request,
    Duration turn,
    Duration pull,
    Duration quickHeartbeat,
    Duration heartbeat,
    Duration patience,
    Duration ping,
    Duration retry,
    Duration longestRetry) {
  static final Timing DEFAULT =
      new Timing(
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofMillis(500),
          Duration.ofSeconds(5),
          Duration.ofSeconds(15),
          Duration.ofSeconds(10),
          Duration.ofMillis(100),
          Duration.ofSeconds(5));

  Timing {
    if (heartbeat.multipliedBy(2).compareTo(pull) > 0) {
      throw new IllegalArgumentException(
          "heartbeat " + heartbeat + " found, expected at most half of a pull's " + pull);
    }
    if (patience.compareTo(heartbeat.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          "patience " + patience + " found, expected at least two heartbeats of " + heartbeat);
    }
  }
}
