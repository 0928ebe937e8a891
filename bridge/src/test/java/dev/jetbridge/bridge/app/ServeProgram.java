package dev.jetbridge.bridge.app;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/**
 * A program that serves nothing, to see how the serve command ends with its process: what it does
 * when it is asked to stop is its first argument.
 */
final class ServeProgram {
  private ServeProgram() {}

  public static void main(String[] arguments) {
    Map<String, String> environment =
        Map.of(
            "JETBRIDGE_STREAM_NAME", "ORDERS",
            "JETBRIDGE_AUTH_TOKEN", "hunter2hunter2",
            "JETBRIDGE_DRAIN_WINDOW", "0s");
    ServeCommand command =
        new ServeCommand(environment, configuration -> new Waiting(arguments[0]));
    System.exit(new CommandLine(command).execute());
  }

  /** Serves until it is asked to stop. */
  private record Waiting(String onStop, CountDownLatch asked) implements Server {
    Waiting(String onStop) {
      this(onStop, new CountDownLatch(1));
    }

    @Override
    public Ending serve() throws InterruptedException {
      LoggerFactory.getLogger("dev.jetbridge.Test").info("serving with hunter2hunter2");
      asked.await();
      return switch (onStop) {
        case "stops" -> new Ending.Stopped();
        case "fails" -> throw new IllegalStateException("Authorization: Bearer s3cret");
        default -> waitForEver();
      };
    }

    private static Ending waitForEver() throws InterruptedException {
      new CountDownLatch(1).await();
      return new Ending.Stopped();
    }

    @Override
    public void stop() {
      asked.countDown();
    }
  }
}
