package dev.jetbridge.bridge.server;

/** Told how connections end their time before a session, for metrics; on event loops. */
public interface Handshakes {
  /** A connection that did not begin with the PROXY protocol's header, where that is required. */
  String NO_PROXY_HEADER = "no-proxy-header";

  /**
   * A request was answered, or its connection ended first.
   *
   * @param outcome {@code opened}, {@code preflight}, {@code console}, {@code abandoned}, {@value
   *     #NO_PROXY_HEADER}, or the last part of a problem's path; nothing else, since each is a time
   *     series
   * @param nanos from accept to the answer
   */
  void finished(String outcome, long nanos);
}
