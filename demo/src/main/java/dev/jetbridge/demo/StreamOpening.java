package dev.jetbridge.demo;

import java.util.List;

/** What came of opening the demo's stream. */
sealed interface StreamOpening {

  /** It was not there, and was made. */
  record Made() implements StreamOpening {}

  /**
   * It was there already, of the right shape.
   *
   * @param messages that it holds
   */
  record Found(long messages) implements StreamOpening {}

  /**
   * It is there, and is something else: nothing may be published to it.
   *
   * @param reasons one for each difference
   */
  record Refused(List<String> reasons) implements StreamOpening {}
}
