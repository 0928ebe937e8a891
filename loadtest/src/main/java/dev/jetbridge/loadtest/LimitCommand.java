package dev.jetbridge.loadtest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.jetbridge.loadtest.floor.Floor;
import dev.jetbridge.loadtest.floor.FloorPoint;
import dev.jetbridge.loadtest.measure.Environment;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code jetbridge loadtest limit}: what no server on this machine goes below. */
@Command(
    name = "limit",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures the bare cost of a fan-out on this machine: one prepared buffer written to many"
          + " sockets, with 1, 4 and 16 frames a write. A server's CPU a delivery is best given as"
          + " a multiple of it, measured in the same minutes."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:measured", "1:wrong usage, or the sockets cannot be made", "70:a defect"},
    exitCodeOnInvalidInput = 1,
    exitCodeOnExecutionException = 70)
final class LimitCommand implements Callable<Integer> {
  private static final List<Integer> FRAMES = List.of(1, 4, 16);
  private static final int LEAST_PAYLOAD = 126;
  private static final int MOST_PAYLOAD = 65_535;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(names = "--sockets", paramLabel = "N", defaultValue = "500", description = "Sockets.")
  private int sockets;

  @Option(
      names = "--bytes",
      paramLabel = "N",
      defaultValue = "380",
      description = "Payload of a frame: an event of 300 bytes in its envelope.")
  private int bytes;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "100",
      description = "How often in a second each socket is written to.")
  private double rounds;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How long each is measured.")
  private int seconds;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the result here.")
  private @Nullable Path json;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    if (sockets < 1
        || rounds <= 0
        || seconds < 1
        || bytes < LEAST_PAYLOAD
        || bytes > MOST_PAYLOAD) {
      err.println(
          "jetbridge loadtest limit: expected at least 1 socket, round and second, and %d to %d bytes"
              .formatted(LEAST_PAYLOAD, MOST_PAYLOAD));
      return LoadtestExit.WRONG_USAGE.code();
    }
    try (Floor floor = new Floor(sockets, bytes)) {
      List<FloorPoint> points = new ArrayList<>();
      out.printf("%d sockets, %d bytes a frame, %.0f rounds/s%n", sockets, bytes, rounds);
      for (int frames : FRAMES) {
        FloorPoint point = floor.measure(frames, rounds, Duration.ofSeconds(seconds));
        points.add(point);
        out.println(line(point));
        out.flush();
      }
      if (json != null) {
        Map<String, Object> result =
            Map.of(
                "sockets", sockets,
                "bytes", bytes,
                "rounds", rounds,
                "points", points,
                "environment", Environment.describe());
        Files.write(
            json,
            new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValueAsBytes(result));
      }
      return LoadtestExit.DONE.code();
    } catch (IOException e) {
      err.println("jetbridge loadtest limit: " + e.getMessage());
      return LoadtestExit.WRONG_USAGE.code();
    }
  }

  private static String line(FloorPoint point) {
    return String.format(
        Locale.ROOT,
        "%2d frames a write: %.2f µs CPU a frame, %.2f µs a write, %,.0f frames/s, round p50 %.2f ms"
            + " p99 %.2f ms%s",
        point.framesPerWrite(),
        point.cpuMicrosPerFrame(),
        point.cpuMicrosPerWrite(),
        point.framesPerSecond(),
        point.roundMicros() / 1e3,
        point.roundMicrosP99() / 1e3,
        point.full() == 0 ? "" : ", %d writes met a full socket".formatted(point.full()));
  }
}
