package dev.jetbridge.stream;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Whether the stream is still the one that a witness was read from. Creation time is no identity: a
 * memory stream that begins again keeps it.
 */
sealed interface Recognition {
  /** It is, or nothing there can tell. */
  record Same() implements Recognition {}

  /** It is not; the state is the other one's. */
  record Other(StreamState state) implements Recognition {}

  /**
   * Asks the broker. Where the stream holds nothing at the witness' place, its last sequence tells
   * whether it ever did; and since it may have grown to there meanwhile, it is asked once more.
   *
   * @return fails with a {@link StreamFailure.Failed} where there is no answer
   */
  static CompletionStage<Recognition> of(StreamSource source, Epoch epoch, Witness witness) {
    return source
        .timeAt(witness.sequence())
        .thenCompose(held ->
            held.isPresent()
                ? compare(source, witness, held.get())
                : source.state().thenCompose(state -> missed(source, epoch, witness, state)));
  }

  private static CompletionStage<Recognition> missed(
      StreamSource source, Epoch epoch, Witness witness, StreamState state) {
    if (!state.epoch().equals(epoch) || state.lastSequence() < witness.sequence()) {
      return CompletableFuture.completedStage(new Other(state));
    }
    return source
        .timeAt(witness.sequence())
        .thenCompose((Optional<Instant> held) ->
            held.isPresent()
                ? compare(source, witness, held.get())
                : CompletableFuture.completedStage(new Same()));
  }

  private static CompletionStage<Recognition> compare(
      StreamSource source, Witness witness, Instant held) {
    return held.equals(witness.time())
        ? CompletableFuture.completedStage(new Same())
        : source.state().thenApply(Other::new);
  }
}
