package dev.jetbridge.bridge.server;

import dev.jetbridge.bridge.protocol.HttpAnswer;
import dev.jetbridge.bridge.protocol.ProblemType;
import dev.jetbridge.bridge.protocol.Refusal;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one request through a connection: judged when its head is complete, then answered as the
 * connection's last word, or upgraded. What follows it, pipelined requests among others, is read
 * and dropped.
 */
final class RequestGate extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(RequestGate.class);

  private final Judge judge;
  private final Upgrader upgrader;
  private final Origins origins;
  private final Handshakes metrics;
  private final long acceptedNanos = System.nanoTime();
  private State state = State.AWAITING_HEAD;
  private boolean head;
  private @Nullable HttpRequest asked;
  private Verdict.@Nullable Open granted;

  /** What the gate is waiting for. */
  private enum State {
    /** The head of the request. */
    AWAITING_HEAD,
    /** The end of a request that will be upgraded. */
    AWAITING_END,
    /** An answer that is being made elsewhere. */
    AWAITING_ANSWER,
    /** The end of the connection, or of this handler. */
    DONE
  }

  /** Decides on requests. */
  @FunctionalInterface
  interface Judge {
    /** Called once a connection, on its loop, with a request that may have failed to decode. */
    Verdict judge(ChannelHandlerContext ctx, HttpRequest request);
  }

  /** Opens what was granted. */
  @FunctionalInterface
  interface Upgrader {
    /** Answers, and puts other handlers in the place of those for HTTP, the gate included. */
    void upgrade(ChannelHandlerContext gate, HttpRequest request, Verdict.Open granted);
  }

  RequestGate(Judge judge, Upgrader upgrader, Origins origins, Handshakes metrics) {
    this.judge = judge;
    this.upgrader = upgrader;
    this.origins = origins;
    this.metrics = metrics;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    try {
      if (state == State.AWAITING_HEAD && msg instanceof HttpRequest request) {
        decide(ctx, request);
      }
      if (state == State.AWAITING_END && msg instanceof LastHttpContent) {
        upgrade(ctx);
      }
    } finally {
      ReferenceCountUtil.release(msg);
    }
  }

  /** Handlers in front refuse a connection by such an event. */
  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof Refusal refusal && state != State.DONE) {
      refuse(ctx, refusal);
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (state != State.DONE) {
      finish("abandoned");
    }
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException || cause instanceof DecoderException) {
      LOG.debug("{} failed before its upgrade", ctx.channel(), cause);
      ctx.close();
      return;
    }
    LOG.error("{} failed by a defect", ctx.channel(), cause);
    if (state == State.AWAITING_HEAD || state == State.AWAITING_END) {
      refuse(ctx, Refusal.of(ProblemType.INTERNAL_ERROR, "the server failed to judge the request"));
    } else {
      ctx.close();
    }
  }

  private void decide(ChannelHandlerContext ctx, HttpRequest request) {
    asked = request;
    head = request.method().equals(HttpMethod.HEAD) && request.decoderResult().isSuccess();
    switch (judge.judge(ctx, request)) {
      case Verdict.Refuse refuse -> refuse(ctx, refuse.refusal());
      case Verdict.Open open -> {
        granted = open;
        state = State.AWAITING_END;
      }
      case Verdict.Handed(String outcome, ChannelHandler handler) -> {
        finish(outcome);
        ctx.pipeline().remove(HandshakeDeadline.class);
        ctx.pipeline().replace(this, "answer", handler);
        // Raw bytes are cheaper to drop than requests.
        ctx.pipeline().remove(HttpRequestDecoder.class);
      }
      case Verdict.Answer answer -> {
        state = State.AWAITING_ANSWER;
        ctx.pipeline().remove(HandshakeDeadline.class);
        answer
            .answer()
            .whenComplete((made, failure) -> {
              if (ctx.executor().inEventLoop()) {
                answered(ctx, answer.outcome(), made, failure);
              } else {
                ctx.executor().execute(() -> answered(ctx, answer.outcome(), made, failure));
              }
            });
      }
    }
  }

  private void answered(
      ChannelHandlerContext ctx,
      String outcome,
      @Nullable HttpAnswer made,
      @Nullable Throwable failure) {
    try {
      answer(ctx, outcome, made, failure);
    } catch (RuntimeException | Error e) {
      exceptionCaught(ctx, e);
    }
  }

  private void answer(
      ChannelHandlerContext ctx,
      String outcome,
      @Nullable HttpAnswer made,
      @Nullable Throwable failure) {
    if (state != State.AWAITING_ANSWER) {
      return;
    }
    if (made == null) {
      LOG.error("No answer for {} {}", ctx.channel(), outcome, failure);
      refuse(ctx, Refusal.of(ProblemType.INTERNAL_ERROR, "the server failed to make an answer"));
    } else {
      finish(outcome);
      end(ctx, made);
    }
  }

  private void refuse(ChannelHandlerContext ctx, Refusal refusal) {
    LOG.debug("{} refused: {}", ctx.channel(), refusal.problem());
    finish(refusal.problem().type().word());
    end(ctx, refusal.answer());
  }

  private void end(ChannelHandlerContext ctx, HttpAnswer answer) {
    String origin = asked == null ? null : asked.headers().get(HttpHeaderNames.ORIGIN);
    // Raw bytes are cheaper to drop than requests.
    if (ctx.pipeline().get(HttpRequestDecoder.class) != null) {
      ctx.pipeline().remove(HttpRequestDecoder.class);
    }
    HttpAnswers.last(ctx, answer, head, origins.forAnswerTo(origin));
  }

  private void upgrade(ChannelHandlerContext ctx) {
    if (granted != null && asked != null) {
      finish("opened");
      upgrader.upgrade(ctx, asked, granted);
    }
  }

  private void finish(String outcome) {
    state = State.DONE;
    metrics.finished(outcome, System.nanoTime() - acceptedNanos);
  }
}
