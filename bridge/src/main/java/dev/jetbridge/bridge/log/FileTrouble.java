package dev.jetbridge.bridge.log;

import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusListener;
import org.slf4j.Logger;

/**
 * Tells what keeps the log from its file, such as a full disk, where it can still be read: on
 * standard error. Logback tells it a few times only, and goes on trying.
 *
 * @param log where it is told
 */
record FileTrouble(Logger log) implements StatusListener {
  @Override
  public void addStatusEvent(Status status) {
    if (status.getLevel() >= Status.WARN) {
      log.warn("The log's file: {}", status.getMessage(), status.getThrowable());
    }
  }
}
