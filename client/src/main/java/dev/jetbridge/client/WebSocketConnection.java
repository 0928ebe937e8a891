package dev.jetbridge.client;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket of the JDK. Its callbacks come one at a time and only as far as asked for, so what
 * is not asked for stays in the kernel's buffers and, beyond them, with the server. That goes for
 * pings and closes too, since they come in order.
 */
final class WebSocketConnection implements WebSocket.Listener, Connection {
  /** The longest message, in UTF-16 units: the largest event that a server can allow, and more. */
  static final int MAX_MESSAGE = 65 << 20;

  private static final long LEAVE_SECONDS = 1;

  private final Inbox.Line line;
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private final Object lock = new Object();
  private @Nullable WebSocket socket;
  private boolean left;

  /** A message of which the rest is still to come; touched by callbacks alone. */
  private @Nullable StringBuilder partial;

  WebSocketConnection(Inbox.Line line) {
    this.line = line;
  }

  @Override
  public void onOpen(WebSocket opened) {
    synchronized (lock) {
      if (left) {
        opened.abort();
        over.complete(null);
        return;
      }
      socket = opened;
    }
    if (!opened.getSubprotocol().equals(WebSocketConnector.SUBPROTOCOL)) {
      fail(
          new Ending.Broken(
              "subprotocol '%s' found, expected %s"
                  .formatted(opened.getSubprotocol(), WebSocketConnector.SUBPROTOCOL)));
      return;
    }
    opened.request(1);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    StringBuilder begun = partial;
    if ((begun == null ? 0 : begun.length()) + part.length() > MAX_MESSAGE) {
      fail(new Ending.Broken("message above " + MAX_MESSAGE + " characters found"));
      return null;
    }
    if (!last) {
      partial = (begun == null ? new StringBuilder() : begun).append(part);
      from.request(1);
      return null;
    }
    partial = null;
    String text = begun == null ? part.toString() : begun.append(part).toString();
    if (line.offer(new Arrival.Frame(text))) {
      from.request(1);
    }
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
    fail(new Ending.Broken("binary message found, expected text"));
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
    line.alive();
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
    line.alive();
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    boolean unused = line.offer(new Arrival.Ended(new Ending.Closed(code, reason)));
    over.complete(null);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    boolean unused = line.offer(new Arrival.Ended(Handshake.broken(error)));
    over.complete(null);
  }

  /** The opening handshake came to nothing; null where it did not. */
  void failed(@Nullable Ending ending) {
    if (ending != null) {
      boolean unused = line.offer(new Arrival.Ended(ending));
      over.complete(null);
    }
  }

  @Override
  public void resume() {
    WebSocket open = socket();
    if (open != null) {
      open.request(1);
    }
  }

  @Override
  public CompletableFuture<Void> leave() {
    WebSocket open = socket();
    if (open == null || over.isDone()) {
      abort();
      return over;
    }
    synchronized (lock) {
      left = true;
    }
    // What is still under way is taken and dropped, or the server would not get to its own close.
    open.request(Long.MAX_VALUE);
    return open.sendClose(WebSocket.NORMAL_CLOSURE, "")
        .thenCompose(sent -> over)
        .orTimeout(LEAVE_SECONDS, TimeUnit.SECONDS)
        .handle((done, failure) -> {
          abort();
          return null;
        });
  }

  @Override
  public void abort() {
    WebSocket open;
    synchronized (lock) {
      left = true;
      open = socket;
    }
    if (open != null) {
      open.abort();
    }
    over.complete(null);
  }

  private void fail(Ending ending) {
    boolean unused = line.offer(new Arrival.Ended(ending));
    abort();
  }

  private @Nullable WebSocket socket() {
    synchronized (lock) {
      return socket;
    }
  }
}
