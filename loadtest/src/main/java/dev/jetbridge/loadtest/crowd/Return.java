package dev.jetbridge.loadtest.crowd;

/**
 * What a viewer does after its connection has ended: the protocol's one advice for each close code,
 * and for refusals that by their status.
 */
enum Return {
  /** Comes back with its cursor, backing off. */
  WITH_CURSOR,
  /** Its cursor is useless: begins again with the oldest event there is. */
  FROM_EARLIEST,
  /** Does not come back. */
  NEVER;

  static Return after(int closeCode) {
    return switch (closeCode) {
      case 1002, 1003, 1007, 1008, 1009 -> NEVER;
      case 4408 -> WITH_CURSOR;
      case 4410 -> FROM_EARLIEST;
      default -> closeCode < 4000 ? WITH_CURSOR : NEVER;
    };
  }

  static Return afterStatus(int status) {
    return switch (status) {
      case 408, 425, 429 -> WITH_CURSOR;
      default -> status >= 400 && status < 500 ? NEVER : WITH_CURSOR;
    };
  }
}
