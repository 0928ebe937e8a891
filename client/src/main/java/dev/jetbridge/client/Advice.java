package dev.jetbridge.client;

/** What a client does about a close code: the table of section 9 of the wire contract. */
enum Advice {
  /** Connect again with the cursor, after the given delay or a jittered one. */
  RECONNECT,
  /** Connect again with the cursor, more slowly each time. */
  BACK_OFF,
  /** Get a token, connect again with the cursor. */
  RENEW_TOKEN,
  /** Drop what was built from the feed; the cursor cannot be continued. */
  REBUILD,
  /** Do not come back: it would end the same way. */
  STOP;

  private static final int PRIVATE_USE = 4000;
  private static final int BEYOND_PRIVATE_USE = 5000;

  static Advice of(int closeCode) {
    return switch (closeCode) {
      case 1000, 1001, 1012, 4408 -> RECONNECT;
      case 1002, 1003, 1007, 1008, 1009, 4403 -> STOP;
      case 4401 -> RENEW_TOKEN;
      case 4410 -> REBUILD;
      default -> closeCode >= PRIVATE_USE && closeCode < BEYOND_PRIVATE_USE ? STOP : BACK_OFF;
    };
  }
}
