package dev.jetbridge.bridge.server;

import dev.jetbridge.bridge.protocol.Format;
import dev.jetbridge.bridge.protocol.HttpAnswer;
import dev.jetbridge.bridge.protocol.Refusal;
import io.netty.channel.ChannelHandler;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What is to become of a request. */
sealed interface Verdict {
  /** It is turned down. */
  record Refuse(Refusal refusal) implements Verdict {}

  /** It is answered over HTTP. */
  record Answer(String outcome, CompletionStage<HttpAnswer> answer) implements Verdict {}

  /** It is answered over HTTP, by a handler that takes the connection over. */
  record Handed(String outcome, ChannelHandler handler) implements Verdict {}

  /**
   * It becomes a feed.
   *
   * @param echoed the subprotocol that the answer names; empty where none of ours was offered
   * @param extension what the answer says of compression; empty where there is none
   */
  record Open(FeedRequest request, Optional<Format> echoed, Optional<String> extension)
      implements Verdict {}
}
