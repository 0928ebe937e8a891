package dev.jetbridge.bridge.server;

import dev.jetbridge.bridge.protocol.HttpAnswer;
import dev.jetbridge.bridge.protocol.ProblemType;
import dev.jetbridge.bridge.protocol.Refusal;
import dev.jetbridge.bridge.snapshot.Piece;
import dev.jetbridge.bridge.snapshot.Pieces;
import dev.jetbridge.bridge.snapshot.SnapshotAnswer;
import dev.jetbridge.config.DurationText;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers one request for the snapshot, as the last word of its connection: piece by piece, the
 * next one written only when the socket has taken the one before, so that a slow reader holds one
 * or two pieces that it shares with others. What else comes in is dropped.
 */
final class SnapshotExchange extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotExchange.class);

  private final CompletionStage<SnapshotAnswer> asked;
  private final boolean head;
  private final HttpHeaders more;
  private final Bounds bounds;
  private @Nullable Pieces body;
  private @Nullable Piece ready;
  private @Nullable Future<?> stall;
  private @Nullable Future<?> end;
  private int index;
  private boolean asking;
  private boolean done;

  /**
   * How long an answer may take.
   *
   * @param stalled without a byte that the socket takes
   * @param whole all of it
   */
  record Bounds(Duration stalled, Duration whole) {}

  /**
   * An answer yet to be made.
   *
   * @param head whether the request was HEAD
   * @param more headers of the port
   */
  SnapshotExchange(
      CompletionStage<SnapshotAnswer> asked, boolean head, HttpHeaders more, Bounds bounds) {
    this.asked = asked;
    this.head = head;
    this.more = more;
    this.bounds = bounds;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    asked.whenComplete(
        (answer, thrown) -> ctx.executor().execute(() -> begin(ctx, answer, thrown)));
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    ReferenceCountUtil.release(msg);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    proceed(ctx);
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    finish();
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    LOG.debug("{} failed while it was answered", ctx.channel(), cause);
    ctx.close();
  }

  private void begin(
      ChannelHandlerContext ctx, @Nullable SnapshotAnswer answer, @Nullable Throwable thrown) {
    if (!ctx.channel().isActive()) {
      if (answer instanceof SnapshotAnswer.Streamed streamed) {
        streamed.body().released();
      }
      return;
    }
    switch (answer) {
      case null -> {
        LOG.error("No snapshot for {}", ctx.channel(), thrown);
        Refusal refusal =
            Refusal.of(ProblemType.INTERNAL_ERROR, "the server failed to make an answer");
        HttpAnswers.last(ctx, refusal.answer(), head, more);
      }
      case SnapshotAnswer.Refused(Refusal refusal) ->
          HttpAnswers.last(ctx, refusal.answer(), head, more);
      case SnapshotAnswer.Brief(HttpAnswer whole) -> HttpAnswers.last(ctx, whole, head, more);
      case SnapshotAnswer.Streamed(Map<String, String> headers, Pieces pieces) ->
          stream(ctx, headers, pieces);
    }
  }

  private void stream(ChannelHandlerContext ctx, Map<String, String> headers, Pieces pieces) {
    HttpAnswer answer =
        new HttpAnswer(200, headers, java.util.Collections.emptyIterator(), OptionalLong.empty());
    if (head) {
      pieces.released();
      HttpAnswers.last(ctx, answer, true, more);
      return;
    }
    HttpResponse response = HttpAnswers.head(HttpResponseStatus.OK, answer, more);
    body = pieces;
    watch(ctx.channel());
    ctx.writeAndFlush(response);
    ask(ctx);
  }

  private void watch(Channel channel) {
    SendProgress progress = new SendProgress(channel);
    long half = bounds.stalled().toNanos() / 2;
    int[] still = {0};
    stall =
        channel
            .eventLoop()
            .scheduleWithFixedDelay(
                () -> {
                  still[0] = progress.look() ? 0 : still[0] + 1;
                  if (still[0] >= 2) {
                    LOG.debug("{} took nothing for {}", channel, DurationText.of(bounds.stalled()));
                    channel.close();
                  }
                },
                half,
                half,
                TimeUnit.NANOSECONDS);
    end =
        channel
            .eventLoop()
            .schedule(
                () -> {
                  LOG.debug(
                      "{} was not through within {}", channel, DurationText.of(bounds.whole()));
                  channel.close();
                },
                bounds.whole().toNanos(),
                TimeUnit.NANOSECONDS);
  }

  /** Has the next piece made while the socket is busy with this one. */
  private void ask(ChannelHandlerContext ctx) {
    Pieces pieces = body;
    if (pieces == null || asking || done || ready != null) {
      return;
    }
    asking = true;
    pieces
        .piece(index)
        // Never within the call that asks: pieces that are there already would nest.
        .whenComplete((piece, thrown) -> ctx.executor().execute(() -> made(ctx, piece, thrown)));
  }

  private void made(ChannelHandlerContext ctx, @Nullable Piece piece, @Nullable Throwable thrown) {
    asking = false;
    if (done) {
      return;
    }
    if (piece == null) {
      LOG.error("A snapshot for {} ended before its end", ctx.channel(), thrown);
      ctx.close();
      return;
    }
    index++;
    ready = piece;
    proceed(ctx);
  }

  private void proceed(ChannelHandlerContext ctx) {
    Piece piece = ready;
    if (piece == null || done || !ctx.channel().isWritable()) {
      return;
    }
    ready = null;
    ctx.write(new DefaultHttpContent(Unpooled.wrappedBuffer(piece.bytes())));
    if (piece.isLast()) {
      release();
      ChannelFuture last = ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
      // Not before: a slow reader may take its time for the last piece too.
      last.addListener(sent -> {
        finish();
        Linger.after(last);
      });
    } else {
      ctx.flush();
      ask(ctx);
    }
  }

  private void release() {
    Pieces pieces = body;
    body = null;
    if (pieces != null) {
      pieces.released();
    }
  }

  private void finish() {
    done = true;
    ready = null;
    release();
    if (stall != null) {
      stall.cancel(false);
    }
    if (end != null) {
      end.cancel(false);
    }
  }
}
