package dev.jetbridge.bridge.server;

import dev.jetbridge.bridge.protocol.HttpAnswer;
import java.util.concurrent.CompletionStage;

/** Answers what operators ask. Called on the front loop: must not block. */
@FunctionalInterface
public interface AdminDesk {
  /** Answers, on any thread; a failure is answered 500. */
  CompletionStage<HttpAnswer> answer(AdminRequest request);
}
