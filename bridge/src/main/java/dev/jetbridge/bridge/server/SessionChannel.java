package dev.jetbridge.bridge.server;

import dev.jetbridge.bridge.auth.Principal;
import dev.jetbridge.bridge.protocol.CloseReason;
import dev.jetbridge.bridge.session.Level;
import dev.jetbridge.bridge.session.Outlet;
import dev.jetbridge.bridge.session.Session;
import dev.jetbridge.bridge.session.SessionState;
import dev.jetbridge.bridge.window.Fanout;
import dev.jetbridge.bridge.window.Member;
import dev.jetbridge.stream.GuardedLoop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session on its channel: the outlet that it writes to, its place in the loop's fan-out, and the
 * ear for what its client sends. For the channel's event loop.
 */
final class SessionChannel extends ChannelInboundHandlerAdapter
    implements Outlet, Level, Member<SharedBurst>, FrameListener {
  private final Channel channel;
  private final FeedRequest request;
  private final String id;
  private final SessionLoop sessions;
  private final Outbox outbox;
  private final Farewell farewell;
  private final Pulse pulse;
  private final Pongs pongs;
  private final Expiry expiry;
  private final GuardedLoop loop;
  private final long openedNanos = System.nanoTime();
  private final Session session;
  private Fanout.@Nullable Membership membership;
  private @Nullable CloseReason reason;
  private Principal principal;

  SessionChannel(Channel channel, FeedRequest request, String id, SessionLoop sessions) {
    this.channel = channel;
    this.request = request;
    this.id = id;
    this.sessions = sessions;
    this.principal = request.principal();
    this.loop = new GuardedLoop(sessions.loop(), this::failed);
    this.outbox = new Outbox(channel, loop, sessions.deliveries(), this::roomAgain, this::unsent);
    this.farewell = new Farewell(channel, outbox, sessions.sendTimeout());
    this.session =
        new Session(
            new Session.Request(id, request.start(), request.filters(), request.coding()),
            sessions.feed(),
            loop,
            this,
            this);
    this.pulse =
        new Pulse(
            channel, loop, farewell, outbox, sessions.liveness(), session::close, this::abort);
    this.pongs = new Pongs(farewell, outbox);
    this.expiry = new Expiry(loop, () -> session.close(CloseReason.TOKEN_EXPIRED));
  }

  /** Begins the session. */
  void begin() {
    int most = sessions.outboxBytes();
    channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(most / 2, most));
    sessions.add(this);
    channel.pipeline().addLast(this);
    pulse.begin();
    loop.run(session::begin);
    expiry.watch(principal);
    sessions.begun(this);
  }

  // The outlet.

  @Override
  public boolean hasRoom() {
    return outbox.hasRoom();
  }

  @Override
  public void send(byte[] frames, Instant published) {
    outbox.event(frames, published);
  }

  @Override
  public void tell(byte[] frames) {
    outbox.text(frames);
  }

  @Override
  public long lastMessageNanos() {
    return outbox.lastMessageNanos();
  }

  @Override
  public void close(CloseReason why, byte @Nullable [] bookmark, byte @Nullable [] problem) {
    reason = why;
    farewell.say(why, bookmark, problem);
  }

  private void roomAgain() {
    session.roomAgain();
  }

  private void unsent() {
    pulse.watch();
  }

  // The fan-out.

  @Override
  public long reached() {
    return sessions.fanout().reached();
  }

  @Override
  public void join() {
    membership = sessions.fanout().join(this, request.filters(), request.coding());
  }

  @Override
  public void leave() {
    if (membership != null) {
      membership.leave();
      membership = null;
    }
  }

  @Override
  public void tellWhenMoved() {
    sessions.fanout().tellWhenMoved(this);
  }

  @Override
  public boolean offer(SharedBurst burst) {
    boolean taken = false;
    try {
      taken = outbox.burst(burst);
    } catch (RuntimeException | Error e) {
      // One member's failure must not keep the others from what is theirs.
      failed(e);
    }
    return taken;
  }

  @Override
  public void fellBehind(long position) {
    membership = null;
    loop.run(() -> session.fellBehind(position));
  }

  @Override
  public void tailMoved() {
    loop.run(session::tailMoved);
  }

  // The client.

  @Override
  public void received() {
    pulse.received();
  }

  @Override
  public void ping(ByteBuf payload) {
    pongs.answer(ByteBufUtil.getBytes(payload));
  }

  @Override
  public void pong(ByteBuf payload) {
    pulse.pong();
  }

  @Override
  public void closed(int code, String text) {
    // Before the answer: no frame of this session may come behind it (RFC 6455 §5.5.1).
    session.ended();
    farewell.answer(code);
  }

  @Override
  public void violated(CloseReason why, String detail) {
    session.close(why);
  }

  // The channel.

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (channel.isWritable()) {
      outbox.writable();
    }
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    pulse.cancel();
    expiry.cancel();
    farewell.cancel();
    try {
      session.ended();
    } finally {
      outbox.cut();
      sessions.fanout().forget(this);
      sessions.remove(this, reason);
      context.fireChannelInactive();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException) {
      channel.close();
    } else {
      failed(cause);
    }
  }

  /** Our own code failed: the client comes back with what it has (clause 9). */
  private void failed(Throwable cause) {
    sessions.failed(this, cause);
    closeForDefect();
  }

  /** Closes it with 1011, or cuts it off where even that fails. */
  void closeForDefect() {
    try {
      session.close(CloseReason.INTERNAL_ERROR);
    } catch (RuntimeException | Error e) {
      abort();
    }
  }

  // For whoever looks after all sessions, on this loop.

  Session session() {
    return session;
  }

  /** Whom it was opened for, as the tokens had it last. */
  Principal principal() {
    return principal;
  }

  /** Runs a task of this session's; what it throws ends the session alone. */
  void run(Runnable task) {
    loop.run(task);
  }

  void reviewed(Review review) {
    switch (review) {
      case Review.Stays stays -> {
        principal = stays.principal();
        expiry.watch(principal);
      }
      case Review.Leaves leaves -> session.close(leaves.why());
    }
  }

  /** Announces a planned close, and closes then. */
  void sendAway(Duration due, Duration deadline) {
    session.goaway(due, deadline);
    var unused = loop.after(due, () -> session.close(CloseReason.GOING_AWAY));
  }

  String id() {
    return id;
  }

  FeedRequest request() {
    return request;
  }

  SessionState state() {
    return session.state();
  }

  Outbox outbox() {
    return outbox;
  }

  /** The newest sequence that the bridge knows of. */
  long loopHead() {
    return sessions.feed().window().head();
  }

  long ageNanos() {
    return System.nanoTime() - openedNanos;
  }

  /** Cuts the connection without a word. */
  void abort() {
    farewell.abort();
  }
}
