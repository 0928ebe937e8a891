package dev.jetbridge.config;

import java.time.Duration;
import java.util.List;

/**
 * Replays: sessions behind the window that read the stream through a consumer of their own.
 *
 * @param maxConcurrent consumers open at once; a session without one waits for its turn
 * @param batch messages asked for at a time, by each of many; few ask for eight times as many
 * @param batchBytes bytes asked for at a time, likewise
 * @param turnBatches batches that a session may read while others wait, before it queues again
 * @param yieldAfter time without a writable socket after which a session gives its turn away
 * @param maxWait longest wait for a turn; then close 1013
 */
public record ReplaySettings(
    int maxConcurrent,
    int batch,
    int batchBytes,
    int turnBatches,
    Duration yieldAfter,
    Duration maxWait) {

  private static final ValueType<Duration> PATIENCE =
      Types.duration(Duration.ofMillis(50), Duration.ofMinutes(10));

  static final Key<Integer> MAX_CONCURRENT =
      Key.of(
          "replay.max-concurrent",
          Types.integer(1, 100_000),
          "256",
          "Consumers open at once. nats-server refuses the 1,001st of a stream by default.");
  static final Key<Integer> BATCH =
      Key.of(
          "replay.batch",
          Types.integer(1, 10_000),
          "128",
          "Messages asked for at a time; eight times as many while one replay or a sixteenth of `replay.max-concurrent` are open.");
  static final Key<Long> BATCH_BYTES =
      Key.of(
          "replay.batch-bytes",
          Types.size(4 << 10, 64 << 20),
          "256KiB",
          "Bytes asked for at a time, and eight times as many likewise; with `replay.max-concurrent` this bounds the memory of all replays.");
  static final Key<Integer> TURN_BATCHES =
      Key.of(
          "replay.turn-batches",
          Types.integer(1, 100_000),
          "16",
          "Batches that a session may read while others wait, before it queues again.");
  static final Key<Duration> YIELD_AFTER =
      Key.of(
          "replay.yield-after",
          PATIENCE,
          "1s",
          "Time without a writable socket after which a session gives its consumer away, so that slow readers keep nobody from replaying.");
  static final Key<Duration> WAIT =
      Key.of("replay.wait", PATIENCE, "30s", "Longest wait for a turn; then close 1013.");

  static final Section SECTION =
      new Section(
          "Replay",
          List.of(MAX_CONCURRENT, BATCH, BATCH_BYTES, TURN_BATCHES, YIELD_AFTER, WAIT),
          ReplaySettings::read);

  public ReplaySettings {
    MAX_CONCURRENT.check(maxConcurrent);
    BATCH.check(batch);
    BATCH_BYTES.check((long) batchBytes);
    TURN_BATCHES.check(turnBatches);
    YIELD_AFTER.check(yieldAfter);
    WAIT.check(maxWait);
  }

  /** 256 consumers, batches of 128 messages. */
  public static ReplaySettings defaults() {
    return read(Values.DEFAULTS);
  }

  static ReplaySettings read(Values values) {
    return new ReplaySettings(
        values.get(MAX_CONCURRENT),
        values.get(BATCH),
        Math.toIntExact(values.get(BATCH_BYTES)),
        values.get(TURN_BATCHES),
        values.get(YIELD_AFTER),
        values.get(WAIT));
  }
}
