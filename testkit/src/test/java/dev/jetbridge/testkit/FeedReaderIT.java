package dev.jetbridge.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A reader of a feed")
class FeedReaderIT {

  @Test
  @DisplayName("keeps events, control messages and the end, and waits for them")
  void keeps() throws Exception {
    try (ScriptedServer server =
            serving(
                "{\"type\":\"hello\",\"cursor\":3}",
                "{\"seq\":4,\"subject\":\"a.b\",\"time\":\"t\",\"event\":{\"type\":\"x\"} }",
                "{\"seq\":9,\"event\":[1]}",
                "{\"type\":\"/problems/ws/retention-exhausted\",\"oldest_seq\":20}");
        FeedReader feed = FeedReader.open(RawWebSocket.to(server.port()))) {
      assertThat(feed.awaitControl("hello").path("cursor").asLong()).isEqualTo(3);
      assertThat(feed.awaitEvents(2)).extracting(FeedEvent::seq).containsExactly(4L, 9L);
      assertThat(feed.events().getFirst().subject()).isEqualTo("a.b");
      assertThat(feed.events().getFirst().event()).asString().isEqualTo("{\"type\":\"x\"} ");
      assertThat(feed.awaitClose().code()).isEqualTo(4410);
      assertThat(feed.controls("/problems/ws/retention-exhausted")).hasSize(1);
      assertThat(feed.lastSeq()).isEqualTo(9);
      assertThatThrownBy(() -> feed.awaitEvents(3))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("3 events");
    }
  }

  @Test
  @DisplayName("fails a wait where a message is not JSON")
  void notJson() throws Exception {
    try (ScriptedServer server = serving("{\"seq\":4,\"event\":nope}");
        FeedReader feed = FeedReader.open(RawWebSocket.to(server.port()))) {
      assertThatThrownBy(() -> feed.awaitEvents(1))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("cannot be read");
    }
  }

  private static ScriptedServer serving(String... messages) throws Exception {
    return new ScriptedServer(peer -> {
      OutputStream out = ScriptedServer.upgrade(peer);
      for (String message : messages) {
        out.write(WebSocketFrame.text(message).withMask(false).encode());
      }
      out.write(WebSocketFrame.close(4410, "gone").withMask(false).encode());
      peer.getInputStream().readAllBytes();
    });
  }
}
