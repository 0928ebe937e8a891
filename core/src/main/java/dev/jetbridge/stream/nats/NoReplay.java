package dev.jetbridge.stream.nats;

import dev.jetbridge.stream.Replay;

/** A replay that could not begin: its listener is told so, unless it is closed before. */
record NoReplay(Mailbox mailbox) implements Replay {
  @Override
  public void pull(int messages, int maxBytes) {}

  @Override
  public void close() {
    mailbox.close();
  }
}
