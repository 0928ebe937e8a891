package dev.jetbridge.loadtest.adapter;

import org.jspecify.annotations.Nullable;

/** What a connection says, in the words that all feeds have in common. On its event loop only. */
public interface FeedSink {
  /** A message, before anything is made of it. */
  void message(byte[] bytes, int offset, int length);

  /** The feed begins behind this sequence. */
  void startsAfter(long seq, @Nullable String epoch, @Nullable String time);

  /**
   * An event.
   *
   * @param timeOffset where the broker's time of it is written in {@code bytes}
   * @param timeLength 0 where it is not told
   */
  void event(long seq, byte[] bytes, int offset, int length, int timeOffset, int timeLength);

  /** Everything up to this sequence has been shown. */
  void covered(long seq, @Nullable String time);

  /** The cursor is useless: nothing can be resumed from it. */
  void gone(String problem);

  /** The server is going to close, and asks to come back this long from now. */
  void goaway(long millis);

  /** The server closes; 1005 and 1006 as in RFC 6455. */
  void closing(int code, String reason);

  /** Something that the protocol does not allow. */
  void broken(String found);
}
