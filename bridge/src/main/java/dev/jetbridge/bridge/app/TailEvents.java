package dev.jetbridge.bridge.app;

import dev.jetbridge.bridge.window.TailListener;
import dev.jetbridge.stream.BrokerConnection;
import dev.jetbridge.stream.BrokerEvent.Kind;
import dev.jetbridge.stream.BrokerEvent.Party;
import dev.jetbridge.stream.BrokerListener;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Tells what becomes of the tail as events of its connection. */
final class TailEvents implements TailListener {
  private final Supplier<BrokerConnection> connection;
  private final BrokerListener listener;
  private final InstantSource clock;

  TailEvents(Supplier<BrokerConnection> connection, BrokerListener listener, InstantSource clock) {
    this.connection = connection;
    this.listener = listener;
    this.clock = clock;
  }

  @Override
  public void rebuilding(String why) {
    tell(Kind.REBUILT, Party.BROKER, "the tail opens another consumer: " + why);
  }

  @Override
  public void reset(ResetCause cause) {
    switch (cause) {
      case RETENTION ->
          tell(
              Kind.TAIL_RESET,
              Party.BROKER,
              "events left the stream before the tail had read them");
      case REPLACED ->
          tell(Kind.TAIL_RESET, Party.BROKER, "the stream was made again or began again");
      case REQUESTED -> tell(Kind.TAIL_RESET, Party.OPERATOR, "asked for on the admin port");
    }
  }

  private void tell(Kind kind, Party party, String cause) {
    listener.happened(connection.get().event(clock.instant(), kind, party, cause));
  }
}
