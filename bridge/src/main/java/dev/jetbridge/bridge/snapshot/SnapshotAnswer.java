package dev.jetbridge.bridge.snapshot;

import dev.jetbridge.bridge.protocol.HttpAnswer;
import dev.jetbridge.bridge.protocol.Refusal;
import java.util.Map;

/** What a request for the snapshot is answered. */
public sealed interface SnapshotAnswer {
  /** It is turned down. */
  record Refused(Refusal refusal) implements SnapshotAnswer {}

  /** A short answer, or none but headers. */
  record Brief(HttpAnswer answer) implements SnapshotAnswer {}

  /**
   * 200 with a body that is made while it is read; release it once.
   *
   * @param headers by name
   */
  record Streamed(Map<String, String> headers, Pieces body) implements SnapshotAnswer {
    public Streamed {
      headers = Map.copyOf(headers);
    }
  }
}
