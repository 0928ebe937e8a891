package dev.jetbridge.loadtest.publish;

/** Where events are published to. One publishing thread. */
public interface Target extends AutoCloseable {
  /** Sends an event, without waiting for its acknowledgement. */
  void send(int subject, byte[] event, long due);

  /** How many events sent have neither been acknowledged nor given up. */
  long outstanding();

  /** Name and version of what takes the events. */
  String server();

  /** The last sequence there was before the run. */
  long base();

  @Override
  void close();
}
