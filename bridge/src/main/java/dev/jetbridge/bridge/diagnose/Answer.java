package dev.jetbridge.bridge.diagnose;

import com.fasterxml.jackson.databind.JsonNode;

/** What came of asking a bridge. */
sealed interface Answer {
  /** What it knows. */
  record Report(JsonNode body) implements Answer {}

  /** Nothing to show: why, and how to end. */
  record Trouble(DiagnoseExit exit, String why) implements Answer {}
}
