package dev.jetbridge.bridge.diagnostics;

import dev.jetbridge.bridge.log.Redaction;
import dev.jetbridge.config.DiagnosticsSettings;
import dev.jetbridge.stream.BrokerConnection;
import dev.jetbridge.stream.BrokerEvent;
import dev.jetbridge.stream.BrokerListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happened between the bridge and its broker, and what is found in it. Nothing that it hands
 * out holds a secret. Thread-safe; tells and remembers without blocking.
 */
public final class Diagnostics implements BrokerListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Diagnostics.class);

  private final InstantSource clock;
  private final Redaction redaction;
  private final EventRing ring;
  private final @Nullable EventFile file;
  private final List<Supplier<BrokerConnection>> connections = new CopyOnWriteArrayList<>();
  private final List<BrokerListener> listeners = new CopyOnWriteArrayList<>();

  /**
   * Begins to remember. A file that cannot be written is told to the log, and done without: it is
   * no reason not to serve.
   */
  public Diagnostics(DiagnosticsSettings settings, Redaction redaction, InstantSource clock) {
    this.clock = clock;
    this.redaction = redaction;
    this.file = open(settings);
    Consumer<Occurrence> record = file == null ? occurrence -> {} : file;
    this.ring = new EventRing(settings.events(), redaction::apply, record);
  }

  private static @Nullable EventFile open(DiagnosticsSettings settings) {
    Path path = settings.file();
    if (path == null) {
      return null;
    }
    try {
      return new EventFile(path, settings.fileSize(), settings.files());
    } catch (IOException e) {
      LOG.error("diagnostics.file {} cannot be written, events are kept in memory only", path, e);
      return null;
    }
  }

  /** Shows this connection beside what happened. */
  public void watch(Supplier<BrokerConnection> connection) {
    connections.add(connection);
  }

  /** Tells every event on, too. */
  public void add(BrokerListener listener) {
    listeners.add(listener);
  }

  @Override
  public void happened(BrokerEvent event) {
    ring.happened(event);
    listeners.forEach(listener -> listener.happened(event));
  }

  /** How the connections are now. */
  public List<BrokerConnection> connections() {
    return connections.stream().map(Supplier::get).toList();
  }

  /** What is found now, the most urgent first. */
  public List<Finding> findings() {
    return Detectors.findings(ring.history(), clock.instant());
  }

  /** Findings, connections and events, for {@code /diagnostics}: values for Jackson. */
  public Map<String, Object> report() {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("time", clock.instant().toString());
    report.put("findings", findings().stream().map(EventJson::of).toList());
    report.put("connections", connections().stream().map(this::clean).map(EventJson::of).toList());
    Map<String, Object> events = new LinkedHashMap<>();
    events.put("capacity", ring.capacity());
    events.put("forgotten", ring.forgotten());
    events.put("entries", ring.entries().stream().map(EventJson::of).toList());
    report.put("events", events);
    return report;
  }

  private BrokerConnection clean(BrokerConnection connection) {
    return new BrokerConnection(
        connection.name(),
        clean(connection.server()),
        connection.client(),
        connection.since(),
        connection.expires(),
        clean(connection.fault()));
  }

  private @Nullable String clean(@Nullable String text) {
    return text == null ? null : redaction.apply(text);
  }

  @Override
  public void close() {
    if (file != null) {
      file.close();
    }
  }
}
