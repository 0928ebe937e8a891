package dev.jetbridge.stream.nats;

import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * An object as a stream of bytes, fetched on a thread of its own a few chunks ahead of whoever
 * reads. It ends only after the whole was compared with its digest; else with an exception. For one
 * thread.
 */
final class ObjectReader extends InputStream {
  private static final int CHUNKS_AHEAD = 8;
  private static final long SILENCE_SECONDS = 60;

  private final BriefConnection connection;
  private final BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(CHUNKS_AHEAD);
  private final Thread thread;
  private ByteBuffer present = ByteBuffer.allocate(0);
  private boolean ended;

  /** What the fetching thread hands over. */
  private sealed interface Piece {
    record Bytes(ByteBuffer bytes) implements Piece {}

    record End() implements Piece {}

    record Failed(Exception cause) implements Piece {}
  }

  /** Fetches the whole object. */
  @FunctionalInterface
  interface Fetch {
    Object into(OutputStream out)
        throws IOException, JetStreamApiException, InterruptedException, NoSuchAlgorithmException;
  }

  ObjectReader(BriefConnection connection, Fetch fetch) {
    this.connection = connection;
    this.thread = new Thread(() -> fetch(fetch), "jetbridge-checkpoint-fetch");
    thread.setDaemon(true);
    thread.start();
  }

  private void fetch(Fetch fetch) {
    try {
      Piece last;
      try {
        Object unused = fetch.into(new Handing());
        last = new Piece.End();
      } catch (IOException
          | JetStreamApiException
          | NoSuchAlgorithmException
          | RuntimeException e) {
        last = new Piece.Failed(e);
      }
      pieces.put(last);
    } catch (InterruptedException e) {
      // Closed: nobody reads on.
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public int read() throws IOException {
    return fill() ? present.get() & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, present.remaining());
    present.get(target, from, count);
    return count;
  }

  private boolean fill() throws IOException {
    while (!ended && !present.hasRemaining()) {
      try {
        Piece next = pieces.poll(SILENCE_SECONDS, TimeUnit.SECONDS);
        switch (next) {
          case null -> throw new IOException("nothing of the object for " + SILENCE_SECONDS + " s");
          case Piece.Bytes(ByteBuffer bytes) -> present = bytes;
          case Piece.End() -> ended = true;
          case Piece.Failed(Exception cause) ->
              throw new IOException("the object ended before its end: " + cause, cause);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
    return !ended;
  }

  @Override
  public void close() {
    thread.interrupt();
    connection.close();
  }

  /** Takes what is fetched. */
  private final class Handing extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        pieces.put(
            new Piece.Bytes(ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, from + length))));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("closed", e);
      }
    }
  }
}
