package dev.jetbridge.bridge.snapshot;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.jetbridge.snapshot.SourceList;
import dev.jetbridge.snapshot.SourceList.Judged;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** The sources as JSON, by name, made as they are read. */
final class SourcesBody implements Pieces {
  private static final int A_PIECE = 512;

  private final SourceList list;
  private final List<Judged> sources;
  private final long unlisted;

  SourcesBody(SourceList list, Instant now, long unlisted) {
    this.list = list;
    this.unlisted = unlisted;
    this.sources =
        list.at(now).stream()
            .sorted(Comparator.comparing(judged -> judged.seen().source()))
            .toList();
  }

  @Override
  public CompletableFuture<Piece> piece(int index) {
    StringBuilder text = new StringBuilder();
    if (index == 0) {
      text.append("{\"cursor\":")
          .append(list.position())
          .append(",\"since\":")
          .append(list.since());
      text.append(",\"unlisted\":").append(unlisted).append(",\"sources\":[");
    }
    int from = index * A_PIECE;
    int to = Math.min(sources.size(), from + A_PIECE);
    for (int i = from; i < to; i++) {
      text.append(i == 0 ? "\n{" : ",\n{");
      source(text, sources.get(i));
    }
    boolean last = to == sources.size();
    if (last) {
      text.append("\n]}\n");
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    return CompletableFuture.completedFuture(new Piece(bytes, last));
  }

  private static void source(StringBuilder text, Judged judged) {
    text.append("\"source\":");
    string(text, judged.seen().source());
    text.append(",\"state\":\"").append(judged.state().name().toLowerCase(Locale.ROOT));
    text.append("\",\"heard\":\"").append(judged.seen().heard());
    text.append("\",\"seq\":").append(judged.seen().sequence());
    text.append(",\"time\":\"").append(judged.seen().time());
    text.append("\",\"type\":");
    string(text, judged.seen().type());
    text.append('}');
  }

  private static void string(StringBuilder text, String value) {
    text.append('"');
    JsonStringEncoder.getInstance().quoteAsString(value, text);
    text.append('"');
  }
}
