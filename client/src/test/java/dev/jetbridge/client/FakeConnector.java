package dev.jetbridge.client;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A network in which every connection does what the test wrote down for it, at once. */
final class FakeConnector implements Connector {
  private final Deque<List<Arrival>> scripts = new ArrayDeque<>();
  final List<URI> asked = new ArrayList<>();
  final List<@Nullable String> tokens = new ArrayList<>();
  final List<String> partings = new ArrayList<>();
  int resumed;

  /** The next connection brings these messages and stays open. */
  FakeConnector brings(String... frames) {
    scripts.add(frames(frames));
    return this;
  }

  /** The next connection brings these messages and then ends. */
  FakeConnector bringsThen(Ending ending, String... frames) {
    List<Arrival> script = frames(frames);
    script.add(new Arrival.Ended(ending));
    scripts.add(script);
    return this;
  }

  /** The next attempt comes to nothing. */
  FakeConnector fails(Ending ending) {
    return bringsThen(ending);
  }

  /** The query of an attempt, counted from 0. */
  String query(int attempt) {
    return asked.get(attempt).getRawQuery();
  }

  @Override
  public Connection open(URI address, @Nullable String token, Inbox.Line line) {
    asked.add(address);
    tokens.add(token);
    FakeConnection connection = new FakeConnection();
    boolean wanted = line.attach(connection);
    List<Arrival> script = scripts.poll();
    if (wanted && script != null) {
      script.forEach(arrival -> {
        boolean unused = line.offer(arrival);
      });
    }
    return connection;
  }

  @Override
  public void close() {}

  private static List<Arrival> frames(String... frames) {
    List<Arrival> script = new ArrayList<>();
    for (String frame : frames) {
      script.add(new Arrival.Frame(frame));
    }
    return script;
  }

  private final class FakeConnection implements Connection {
    @Override
    public void resume() {
      resumed++;
    }

    @Override
    public CompletableFuture<Void> leave() {
      partings.add("left");
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void abort() {
      partings.add("aborted");
    }
  }
}
