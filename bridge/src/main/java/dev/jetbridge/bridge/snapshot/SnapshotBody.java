package dev.jetbridge.bridge.snapshot;

import dev.jetbridge.snapshot.Item;
import dev.jetbridge.snapshot.ItemWriter;
import dev.jetbridge.snapshot.Label;
import dev.jetbridge.snapshot.Version;
import dev.jetbridge.snapshot.Walk;
import dev.jetbridge.stream.SubjectFilters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A version as JSON, from some place on: one text for all who ask for the same of it. A piece can
 * be made again at any time from the mark at which it begins, so that nothing but marks is kept for
 * a reader who is behind.
 *
 * <p>In gzip the pieces are compressed each for itself, with a flush between, and are one member
 * together (RFC 1952): some browsers stop at the end of a first one. Its checksum is put together
 * from those of the pieces.
 */
final class SnapshotBody implements Pieces {
  private static final int GZIP_LEVEL = 4;

  private final Version version;
  private final @Nullable SubjectFilters filter;
  private final long limit;
  private final Encoding encoding;
  private final PieceCache cache;
  private final IntFunction<String> tokens;
  private final Runnable released;
  private final List<Piece.Mark> marks = new ArrayList<>();

  /**
   * A body nobody has read of.
   *
   * @param filter what is in it; null for everything
   * @param from the place in the version that it begins after
   * @param limit the most items
   * @param tokens names a place, for whoever wants to go on there
   * @param released run once for each reader that is through with it
   */
  SnapshotBody(
      Version version,
      @Nullable SubjectFilters filter,
      int from,
      long limit,
      Encoding encoding,
      PieceCache cache,
      IntFunction<String> tokens,
      Runnable released) {
    this.version = version;
    this.filter = filter;
    this.limit = limit;
    this.encoding = encoding;
    this.cache = cache;
    this.tokens = tokens;
    this.released = released;
    marks.add(new Piece.Mark(from, 0, 0, 0));
  }

  @Override
  public CompletableFuture<Piece> piece(int index) {
    Piece.Mark mark = mark(index);
    return cache.get(this, index, () -> made(index, mark));
  }

  @Override
  public void released() {
    released.run();
  }

  private synchronized Piece.Mark mark(int index) {
    return marks.get(index);
  }

  private Piece made(int index, Piece.Mark from) {
    ItemWriter text = new ItemWriter(encoding.pieceBytes() + 4096);
    if (index == 0) {
      head(text);
    }
    Walk walk = version.walk(from.place());
    long items = from.items();
    Item item = null;
    while (text.length() < encoding.pieceBytes() && items < limit) {
      item = next(walk);
      if (item == null) {
        break;
      }
      text.ascii(items == 0 ? "\n{" : ",\n{");
      text.members(item, "event");
      text.ascii("}");
      items++;
    }
    boolean last = items == limit || item == null;
    if (last) {
      end(text, walk);
    }
    return coded(index, from, text.take(), walk.place(), items, last);
  }

  private @Nullable Item next(Walk walk) {
    Item item = walk.next();
    while (item != null && filter != null && !filter.matches(item.subject())) {
      item = walk.next();
    }
    return item;
  }

  private void head(ItemWriter text) {
    Label label = version.label();
    Instant time = label.time();
    text.ascii("{\"cursor\":" + label.position());
    text.ascii(time == null ? "" : ",\"time\":\"" + time + '"');
    text.ascii(",\"epoch\":\"" + label.epoch() + "\",\"complete\":" + label.complete());
    text.ascii(",\"items\":[");
  }

  private void end(ItemWriter text, Walk walk) {
    int place = walk.place();
    text.ascii("\n]");
    if (next(walk) != null) {
      text.ascii(",\"next\":\"" + tokens.apply(place) + '"');
    }
    text.ascii("}\n");
  }

  private Piece coded(
      int index, Piece.Mark from, byte[] text, int place, long items, boolean last) {
    long length = from.length() + text.length;
    int crc = from.crc();
    byte[] bytes = text;
    if (encoding == Encoding.GZIP) {
      CRC32 sum = new CRC32();
      sum.update(text);
      crc = Crc32Sum.combined(from.crc(), (int) sum.getValue(), text.length);
      bytes = GzipPart.of(text, GZIP_LEVEL, index == 0, last, crc, length);
    }
    Piece.Mark next = new Piece.Mark(place, items, crc, length);
    synchronized (this) {
      if (marks.size() == index + 1) {
        marks.add(next);
      }
    }
    return new Piece(bytes, last);
  }
}
