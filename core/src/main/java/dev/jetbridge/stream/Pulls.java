package dev.jetbridge.stream;

import java.util.List;

/**
 * Keeps a replay supplied: asks for more when half a batch at most is under way and half a batch at
 * most is held. For one thread.
 */
final class Pulls {
  private final int batch;
  private final int batchBytes;
  private int underWay;
  private boolean tooLarge;

  /**
   * Nothing asked for yet.
   *
   * @param batch messages under way at most
   * @param batchBytes bytes asked for at a time
   */
  Pulls(int batch, int batchBytes) {
    this.batch = batch;
    this.batchBytes = batchBytes;
  }

  /** Counts what has come of what was asked for. */
  void arrived(List<Delivery> deliveries) {
    for (Delivery delivery : deliveries) {
      switch (delivery) {
        case Delivery.Message ignored -> underWay--;
        case Delivery.PullEnded ended -> {
          underWay -= ended.undelivered();
          tooLarge |= ended.end() == Delivery.PullEnded.End.TOO_LARGE;
        }
        case Delivery.Scanned ignored -> {}
      }
    }
  }

  /** Asks for more where it is time. */
  void ask(Replay replay, int held) {
    if (tooLarge) {
      // It comes alone and without a bound, to be judged by its size: it would never come else.
      if (underWay <= 0) {
        tooLarge = false;
        underWay = 1;
        replay.pull(1, Replay.UNBOUNDED);
      }
      return;
    }
    int expected = Math.max(underWay, 0);
    if (expected <= batch / 2 && held <= batch / 2) {
      underWay = batch;
      replay.pull(batch - expected, batchBytes);
    }
  }
}
