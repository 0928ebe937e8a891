package dev.jetbridge.bridge.model;

import dev.jetbridge.stream.StreamSource;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/** A stream, whatever stands behind it, a source that reads it, and the hands to change it. */
interface SourceFixture extends AutoCloseable {
  StreamSource source();

  /** Another source, of a stream that does not exist. */
  StreamSource sourceOfNothing();

  /** One thread, where listeners are called. */
  Executor executor();

  /** Publishes one message; its payload is that many bytes. */
  void publish(String subject, int bytes);

  default void publish(int count, String subject) {
    for (int i = 0; i < count; i++) {
      publish(subject, 10);
    }
  }

  /** The broker's time of a message that is held. */
  Instant timeOf(long sequence);

  void delete(long sequence);

  void purge();

  void purgeBelow(long sequence);

  void deleteStream();

  /** Makes it again, empty, under the same name. */
  void recreate();

  /** How many consumers the stream has. */
  long consumers();

  void loseBroker();

  void findBroker();

  /** Lets time pass until a condition holds. */
  void until(String what, BooleanSupplier condition);

  /** Lets some time pass in which a condition holds throughout. */
  void stays(String what, BooleanSupplier condition);

  /** What a stage comes to. */
  default <T> T value(CompletionStage<T> stage) {
    until("an answer", () -> stage.toCompletableFuture().isDone());
    return stage.toCompletableFuture().join();
  }

  @Override
  void close();
}
