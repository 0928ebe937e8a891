package dev.jetbridge.stream.nats;

import dev.jetbridge.stream.StreamFailure;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Going on after an answer. */
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private Answers() {}

  /**
   * Goes on with the value or with what kept it away. An exception of the continuation is a defect
   * of ours; a future would swallow it.
   */
  static <T> void then(
      CompletableFuture<T> answer, Consumer<T> value, Consumer<StreamFailure> failure) {
    CompletableFuture<T> unused =
        answer.whenComplete((found, thrown) -> {
          try {
            if (thrown == null) {
              value.accept(found);
            } else {
              failure.accept(StreamFailure.of(thrown));
            }
          } catch (RuntimeException e) {
            LOG.error("an answer of the broker could not be gone on with", e);
          }
        });
  }
}
