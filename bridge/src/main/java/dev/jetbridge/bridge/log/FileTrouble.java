package dev.jetbridge.bridge.log;

import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusListener;
import org.slf4j.Logger;

/**
 * Tells what keeps lines from a file, such as a full disk, where it can still be read. Logback
 * tells it a few times only, and goes on trying.
 *
 * @param log where it is told
 * @param file which file, in words that begin a sentence
 */
public record FileTrouble(Logger log, String file) implements StatusListener {
  @Override
  public void addStatusEvent(Status status) {
    if (status.getLevel() >= Status.WARN) {
      log.warn("{}: {}", file, status.getMessage(), status.getThrowable());
    }
  }
}
