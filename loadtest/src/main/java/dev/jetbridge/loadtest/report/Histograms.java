package dev.jetbridge.loadtest.report;

import dev.jetbridge.loadtest.result.RunResult;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** The histograms of a result, and files of them that HdrHistogram's own tools read. */
public final class Histograms {
  private static final double NANOS_A_MILLI = 1e6;

  private Histograms() {}

  static Optional<Histogram> decoded(RunResult result, String name) {
    String text = result.histograms().get(name);
    if (text == null) {
      return Optional.empty();
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text));
      return Optional.of(Histogram.decodeFromCompressedByteBuffer(bytes, 1));
    } catch (DataFormatException | IllegalArgumentException e) {
      throw new IllegalStateException("histogram '%s' is damaged".formatted(name), e);
    }
  }

  /** Writes {@code <name>.hgrm} for each histogram, percentiles in milliseconds. */
  public static void write(Path folder, RunResult result) throws IOException {
    for (String name : result.histograms().keySet()) {
      Optional<Histogram> histogram = decoded(result, name);
      if (histogram.isPresent() && histogram.get().getTotalCount() > 0) {
        Path file = folder.resolve(name + ".hgrm");
        try (PrintStream out =
            new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
          histogram.get().outputPercentileDistribution(out, NANOS_A_MILLI);
        }
      }
    }
  }
}
