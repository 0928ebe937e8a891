package dev.jetbridge.config;

/**
 * Whether what connects to the data port tells first, by the PROXY protocol, whom it speaks for.
 */
public enum ProxyProtocol {
  /** Whoever connects is the client. */
  OFF,
  /** Proxies connect, and each connection begins with the header; any other is closed. */
  REQUIRED
}
