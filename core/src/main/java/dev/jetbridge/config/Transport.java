package dev.jetbridge.config;

/** Which of the operating system's ways of waiting for sockets is used. */
public enum Transport {
  /** epoll where its native library loads, else nio. */
  AUTO,
  /** Linux epoll; the start is refused where it does not load. */
  EPOLL,
  /** The portable one of the JDK. */
  NIO
}
