package dev.jetbridge.bridge.it;

import dev.jetbridge.testkit.ConnectionEnded;
import dev.jetbridge.testkit.RawWebSocket;
import dev.jetbridge.testkit.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Pings a server from connections that are read slowly, and times the pongs: the next ping goes out
 * when the pong has come.
 */
final class PingDelays {
  private final MeasuredTimes times = new MeasuredTimes();
  private final LongAdder bytes = new LongAdder();

  // Held, since a socket that nothing refers to is closed.
  private final List<RawWebSocket> sockets = new ArrayList<>();

  void follow(RawWebSocket socket) {
    sockets.add(socket);
    Thread unused = Thread.ofVirtual().start(() -> read(socket));
  }

  private void read(RawWebSocket socket) {
    try {
      exchange(socket);
    } catch (ConnectionEnded e) {
      // The bridge has been stopped.
    }
  }

  private void exchange(RawWebSocket socket) {
    socket.send(WebSocketFrame.ping("" + System.nanoTime()));
    while (socket.closed() == null) {
      WebSocketFrame frame = socket.readFrame(Duration.ofSeconds(1));
      if (frame == null) {
        continue;
      }
      bytes.add(frame.payload().length);
      if (frame.opcode() == WebSocketFrame.PING) {
        socket.send(WebSocketFrame.of(WebSocketFrame.PONG, frame.payload()));
      } else if (frame.opcode() == WebSocketFrame.PONG) {
        times.add(
            System.nanoTime()
                - Long.parseLong(new String(frame.payload(), StandardCharsets.UTF_8)));
        socket.send(WebSocketFrame.ping("" + System.nanoTime()));
      }
    }
  }

  int connections() {
    return sockets.size();
  }

  MeasuredTimes times() {
    return times;
  }

  /** Bytes of payload that have come, of all connections. */
  long bytes() {
    return bytes.sum();
  }
}
