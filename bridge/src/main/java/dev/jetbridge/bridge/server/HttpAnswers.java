package dev.jetbridge.bridge.server;

import dev.jetbridge.bridge.protocol.HttpAnswer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.stream.ChunkedInput;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** Writes an answer as the last one of its connection. */
final class HttpAnswers {
  // RFC 9110 §5.6.7, IMF-fixdate: two digits for the day, unlike RFC 1123 in the JDK.
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private HttpAnswers() {}

  /**
   * Writes it and lets the connection go.
   *
   * @param head whether the request was HEAD, whose answer has no body (RFC 9110 §9.3.2)
   * @param more headers of the port
   */
  static void last(ChannelHandlerContext ctx, HttpAnswer answer, boolean head, HttpHeaders more) {
    HttpResponseStatus status = HttpResponseStatus.valueOf(answer.status());
    if (answer.length().isPresent() || head) {
      ByteBuf body = head ? Unpooled.EMPTY_BUFFER : whole(answer.body());
      HttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
      setHeaders(response.headers(), answer, more);
      Linger.after(ctx.writeAndFlush(response));
    } else {
      ctx.write(head(status, answer, more));
      Linger.after(ctx.writeAndFlush(new Pieces(answer.body())));
    }
  }

  /** The head of an answer whose body follows in pieces. */
  static HttpResponse head(HttpResponseStatus status, HttpAnswer answer, HttpHeaders more) {
    HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, status);
    setHeaders(response.headers(), answer, more);
    response.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    return response;
  }

  private static void setHeaders(HttpHeaders headers, HttpAnswer answer, HttpHeaders more) {
    headers.set(HttpHeaderNames.DATE, DATE.format(Instant.now()));
    answer.headers().forEach(headers::set);
    // An answer that says more of what it varies with knows the origin too.
    more.forEach(header -> {
      if (!header.getKey().equalsIgnoreCase("Vary") || !headers.contains("Vary")) {
        headers.set(header.getKey(), header.getValue());
      }
    });
    headers.set("X-Content-Type-Options", "nosniff");
    if (answer.length().isPresent() && hasLength(answer.status())) {
      headers.set(HttpHeaderNames.CONTENT_LENGTH, answer.length().getAsLong());
    }
    // An Upgrade header is named in Connection too (RFC 9110 §7.8).
    headers.set(
        HttpHeaderNames.CONNECTION,
        headers.contains(HttpHeaderNames.UPGRADE) ? "close, upgrade" : HttpHeaderValues.CLOSE);
  }

  // A 304 would tell the length of what it stands for (RFC 9110 §15.4.5), which nobody knows.
  private static boolean hasLength(int status) {
    return status != HttpResponseStatus.NO_CONTENT.code()
        && status != HttpResponseStatus.NOT_MODIFIED.code();
  }

  private static ByteBuf whole(Iterator<byte[]> pieces) {
    List<byte[]> all = new ArrayList<>();
    pieces.forEachRemaining(all::add);
    return Unpooled.wrappedBuffer(all.toArray(byte[][]::new));
  }

  /** A body that is made as the socket takes it. */
  private static final class Pieces implements ChunkedInput<HttpContent> {
    private final Iterator<byte[]> pieces;
    private long progress;
    private boolean ended;

    Pieces(Iterator<byte[]> pieces) {
      this.pieces = pieces;
    }

    @Override
    public boolean isEndOfInput() {
      return ended;
    }

    @Override
    public HttpContent readChunk(ByteBufAllocator allocator) {
      if (!pieces.hasNext()) {
        ended = true;
        return LastHttpContent.EMPTY_LAST_CONTENT;
      }
      byte[] piece = pieces.next();
      progress += piece.length;
      return new DefaultHttpContent(Unpooled.wrappedBuffer(piece));
    }

    @Deprecated
    @Override
    @SuppressWarnings("InlineMeSuggester") // Netty's interface demands it.
    public HttpContent readChunk(ChannelHandlerContext ctx) {
      return readChunk(ctx.alloc());
    }

    @Override
    public long length() {
      return -1;
    }

    @Override
    public long progress() {
      return progress;
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }
}
