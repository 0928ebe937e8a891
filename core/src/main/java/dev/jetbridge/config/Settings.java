package dev.jetbridge.config;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Everything that a bridge is started with, checked.
 *
 * @param server the data port
 * @param admin the admin port
 * @param nats how the broker is reached
 * @param stream the stream that is served
 * @param auth who may connect
 * @param session one client's session
 * @param window the newest events in memory
 * @param replay sessions behind the window
 * @param delivery how sessions that have caught up get their events
 * @param events what counts as an event
 * @param snapshot the state of the stream at a position
 * @param drain the graceful stop
 * @param log the log
 * @param diagnostics what is remembered of the connections to the broker
 */
public record Settings(
    ServerSettings server,
    AdminSettings admin,
    NatsSettings nats,
    StreamSettings stream,
    AuthSettings auth,
    SessionSettings session,
    WindowSettings window,
    ReplaySettings replay,
    Delivery delivery,
    EventsSettings events,
    SnapshotSettings snapshot,
    DrainSettings drain,
    LogSettings log,
    DiagnosticsSettings diagnostics) {

  static final Key<Delivery> DELIVERY =
      Key.of(
          "delivery",
          Types.choice(Delivery.values()),
          "shared",
          "`shared`: one reader of the stream serves every session that has caught up; `dedicated`: each session keeps a consumer of its own, for streams with few viewers.");

  static final Section DELIVERY_SECTION =
      new Section("Delivery", List.of(DELIVERY), values -> values.get(DELIVERY));

  static Settings read(Values values) {
    return new Settings(
        ServerSettings.read(values),
        AdminSettings.read(values),
        NatsSettings.read(values),
        StreamSettings.read(values),
        AuthSettings.read(values),
        SessionSettings.read(values),
        WindowSettings.read(values),
        ReplaySettings.read(values),
        values.get(DELIVERY),
        EventsSettings.read(values),
        SnapshotSettings.read(values),
        DrainSettings.read(values),
        LogSettings.read(values),
        DiagnosticsSettings.read(values));
  }

  /** The defaults, for the stream and the callers that have none. */
  public static Settings of(StreamSettings stream, AuthSettings auth) {
    return new Settings(
        ServerSettings.defaults(),
        AdminSettings.defaults(),
        NatsSettings.defaults(),
        stream,
        auth,
        SessionSettings.defaults(),
        WindowSettings.defaults(),
        ReplaySettings.defaults(),
        DELIVERY.fallbackValue(),
        EventsSettings.defaults(),
        SnapshotSettings.defaults(),
        DrainSettings.defaults(),
        LogSettings.defaults(),
        DiagnosticsSettings.defaults());
  }

  /**
   * Reads settings from values as {@code --set} takes them, by key name, with nothing else asked.
   *
   * @throws InvalidConfiguration naming every problem there is
   */
  public static Settings parse(Map<String, String> values) {
    return ConfigurationReader.read(Sources.of(values)).orThrow().settings();
  }

  /** Every secret in these settings, for whoever has to keep them out of what people read. */
  public List<Secret> secrets() {
    return Stream.of(nats.password(), nats.token(), auth.token(), admin.token())
        .flatMap(Stream::ofNullable)
        .toList();
  }
}
