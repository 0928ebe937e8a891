package dev.jetbridge.stream;

/** Told of what happens between the bridge and its broker. Any thread; must not block. */
@FunctionalInterface
public interface BrokerListener {
  /** Nobody listens. */
  BrokerListener NONE = event -> {};

  /** Something happened. */
  void happened(BrokerEvent event);
}
