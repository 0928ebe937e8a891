package dev.jetbridge.demo;

import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code jetbridge demo}: publishes the events of a simulated cluster to a stream. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Publishes the events of a simulated cluster to a JetStream stream, to try Jetbridge with.",
      "Subjects are PREFIX.<tenant>.<kind>; the events are CloudEvents 1.0, most in structured and"
          + " some in binary mode. A stream that holds events of an earlier run is continued."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:published what was asked for",
      "1:wrong usage",
      "2:the stream is not one for the demo",
      "5:the broker cannot be reached",
      "130, 143:stopped by SIGINT, SIGTERM"
    },
    exitCodeOnInvalidInput = 1,
    exitCodeOnExecutionException = 70)
public final class DemoCommand implements Callable<Integer> {
  private static final int MOST_PER_SECOND = 2_000;
  private static final int REFUSED = 2;
  private static final int UNREACHABLE = 5;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--nats",
      paramLabel = "URL",
      defaultValue = "nats://127.0.0.1:4222",
      description = "The broker (default: ${DEFAULT-VALUE}).")
  private String nats = "";

  @Option(
      names = "--stream",
      paramLabel = "NAME",
      defaultValue = "CELLOS",
      description = "The stream, made if it is missing (default: ${DEFAULT-VALUE}).")
  private String stream = "";

  @Option(
      names = "--prefix",
      paramLabel = "SUBJECT",
      defaultValue = "cellos.events",
      description = "What the subjects begin with (default: ${DEFAULT-VALUE}).")
  private String prefix = "";

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "20",
      description = "Events a second on average, up to 2000 (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(names = "--count", paramLabel = "N", description = "End after so many events.")
  private long count = Limits.NONE.count();

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = Units.DurationConverter.class,
      description = "End after this time, such as 30s or 5m.")
  private Duration duration = Limits.NONE.duration();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Decides everything that happens. Without it: that of the stream, or any.")
  private @Nullable Long seed;

  @Option(
      names = "--max-age",
      paramLabel = "TIME",
      defaultValue = "24h",
      converter = Units.DurationConverter.class,
      description = "How long a new stream keeps events (default: ${DEFAULT-VALUE}).")
  private Duration maxAge = Duration.ZERO;

  @Option(
      names = "--max-bytes",
      paramLabel = "SIZE",
      defaultValue = "256MiB",
      converter = Units.SizeConverter.class,
      description = "How much a new stream keeps (default: ${DEFAULT-VALUE}).")
  private long maxBytes;

  @Override
  public Integer call() throws InterruptedException {
    if (!(rate > 0 && rate <= MOST_PER_SECOND)) {
      throw refuse(
          "--rate is %s, expected more than 0, at most %d".formatted(rate, MOST_PER_SECOND));
    }
    if (count < 1 || duration.isZero()) {
      throw refuse("--count and --duration, expected 1 or more");
    }
    try (StopSignal signal = new StopSignal();
        Broker broker = Broker.connect(nats, this::tell)) {
      return publish(new DemoStream(broker.connection(), shape()), signal.latch());
    } catch (IOException e) {
      tell("cannot reach %s: %s".formatted(nats, e.getMessage()));
      return UNREACHABLE;
    } catch (JetStreamApiException e) {
      tell("%s refuses: %s".formatted(nats, e.getMessage()));
      return REFUSED;
    }
  }

  private int publish(DemoStream target, CountDownLatch stop)
      throws IOException, JetStreamApiException, InterruptedException {
    switch (target.open()) {
      case StreamOpening.Made() -> tell("made the stream %s".formatted(stream));
      case StreamOpening.Found(long messages) ->
          tell("the stream %s holds %d messages".formatted(stream, messages));
      case StreamOpening.Refused(List<String> reasons) -> {
        tell("cannot use the stream %s: %s".formatted(stream, String.join("; ", reasons)));
        return REFUSED;
      }
    }
    OptionalLong wanted = seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
    History history = History.continuing(target.lastEvent(), wanted, new SecureRandom().nextLong());
    tell(
        "publishing %s events a second of seed %d, from event %d on"
            .formatted(rate, history.seed(), history.serial() + 1));
    Publisher publisher =
        new Publisher(target, history, prefix, InstantSource.system(), this::tell, stop);
    Publisher.Outcome outcome = publisher.run(rate, new Limits(count, duration));
    tell("published %d events".formatted(outcome.published()));
    return outcome.end() == Publisher.End.REFUSED ? REFUSED : CommandLine.ExitCode.OK;
  }

  private StreamShape shape() {
    return new StreamShape(stream, prefix, maxAge, maxBytes);
  }

  private void tell(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("demo: " + Broker.withoutCredentials(line));
    err.flush();
  }

  private ParameterException refuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
