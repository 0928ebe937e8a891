package dev.jetbridge.client.peer;

import java.io.IOException;

/** What a scripted server does with one connection that asks for an upgrade. */
@FunctionalInterface
public interface Script {
  /** Acts it out; the connection is dropped when this returns. */
  void play(Peer client) throws IOException, InterruptedException;
}
