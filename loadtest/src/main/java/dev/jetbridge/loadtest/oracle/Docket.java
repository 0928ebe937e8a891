package dev.jetbridge.loadtest.oracle;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Questions that cannot be answered yet: an event often reaches viewers before its acknowledgement
 * reaches the publisher. Shared by the viewers of one thread.
 */
public final class Docket {
  private final Truth truth;
  private final Queue<Question> open = new ArrayDeque<>();
  private long heardAt = -1;

  /** A docket without questions. */
  public Docket(Truth truth) {
    this.truth = truth;
  }

  /** One that can be answered once everything up to a sequence is settled. */
  interface Question {
    long through();

    void answer();
  }

  void adjourn(Question question) {
    open.add(question);
  }

  /** Answers what can be answered by now. To be called every few milliseconds. */
  public void hear() {
    long settled = truth.settled();
    if (settled == heardAt) {
      return;
    }
    heardAt = settled;
    for (int left = open.size(); left > 0; left--) {
      Question question = open.remove();
      if (question.through() <= settled) {
        question.answer();
      } else {
        open.add(question);
      }
    }
  }

  /** Answers everything: no further acknowledgement will come. */
  public void close() {
    while (!open.isEmpty()) {
      open.remove().answer();
    }
  }
}
