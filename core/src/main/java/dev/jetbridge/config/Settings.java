package dev.jetbridge.config;

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
 * @param drain the graceful stop
 * @param log the log
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
    DrainSettings drain,
    LogSettings log) {

  static final Key<Delivery> DELIVERY =
      Key.of(
          "delivery",
          Types.choice(Delivery.values()),
          "shared",
          "`shared`: one reader of the stream serves every session that has caught up; `dedicated`: each session keeps a consumer of its own, for streams with few viewers.");

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
        DrainSettings.defaults(),
        LogSettings.defaults());
  }
}
