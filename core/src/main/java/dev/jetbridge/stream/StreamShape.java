package dev.jetbridge.stream;

import java.time.Duration;
import java.util.List;

/**
 * What of a stream's configuration a reader must know.
 *
 * @param retention only {@link Retention#LIMITS} may be read: an interest stream deletes what a
 *     reader has read, a work queue refuses readers
 * @param maxAge how long a message is kept; zero for no bound
 * @param replicas copies of the stream, 1 or more; they age apart from one another
 * @param derived whether it is a mirror or has sources: the promise then covers what it holds
 * @param allowsDirect whether single messages may be read from any replica
 * @param subjects what it listens to; empty for a mirror
 */
public record StreamShape(
    Retention retention,
    Duration maxAge,
    int replicas,
    boolean derived,
    boolean allowsDirect,
    List<String> subjects) {
  /** How the broker decides what to keep. */
  public enum Retention {
    LIMITS,
    INTEREST,
    WORK_QUEUE
  }

  public StreamShape {
    subjects = List.copyOf(subjects);
  }

  /** Whether one replica may have dropped by age what another still holds. */
  public boolean agesApart() {
    return replicas > 1 && !maxAge.isZero();
  }
}
