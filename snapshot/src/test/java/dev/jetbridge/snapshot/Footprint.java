package dev.jetbridge.snapshot;

import dev.jetbridge.snapshot.checkpoint.Checkpoint;
import dev.jetbridge.snapshot.checkpoint.CheckpointDirectory;
import dev.jetbridge.snapshot.checkpoint.CheckpointReader;
import dev.jetbridge.snapshot.checkpoint.CheckpointStream;
import dev.jetbridge.stream.StreamMessage;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** What a state weighs and how long its checkpoint takes; prints, and asserts nothing. */
public final class Footprint {
  private Footprint() {}

  /** Takes the number of keys. */
  public static void main(String[] arguments) throws Exception {
    int keys = Integer.parseInt(arguments[0]);
    long before = used();
    Fold fold = FoldBench.fold(FoldBench.Kind.SUBJECT);
    long payloads = 0;
    for (int key = 0; key < keys; key++) {
      byte[] payload = FoldBench.payload(key);
      payloads += payload.length;
      fold.message(
          new StreamMessage(key + 1L, FoldBench.subject(key), Instant.EPOCH, Map.of(), payload));
    }
    long heap = used() - before;
    System.out.printf(
        "%d keys of %d bytes: heap %.1f bytes each, %.3f of the payload%n",
        keys, payloads / keys, (double) heap / keys, (double) heap / payloads);
    Path directory = Files.createTempDirectory("footprint");
    CheckpointDirectory store = new CheckpointDirectory(directory, "state", InstantSource.system());
    Projection projection = fold.version().projection();
    for (int run = 0; run < 3; run++) {
      long start = System.nanoTime();
      store.write(new CheckpointStream(fold.version()));
      long written = System.nanoTime();
      try (InputStream in = store.newest().orElseThrow()) {
        Checkpoint read = new CheckpointReader(projection, "EVENTS", Messages.EPOCH).read(in);
        System.out.printf(
            "checkpoint of %.1f MB written in %.2f s, read in %.2f s: %s%n",
            Files.size(directory.resolve("state.checkpoint")) / 1e6,
            (written - start) / 1e9,
            (System.nanoTime() - written) / 1e9,
            read.getClass().getSimpleName());
      }
    }
    store.delete();
    Files.delete(directory);
    if (fold.position() != keys) {
      throw new IllegalStateException("fold found at " + fold.position() + ", expected " + keys);
    }
  }

  private static long used() {
    for (int i = 0; i < 4; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
