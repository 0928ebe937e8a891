package dev.jetbridge.bridge.app;

import dev.jetbridge.bridge.auth.UnusableTokens;
import dev.jetbridge.bridge.server.PortUnavailable;
import dev.jetbridge.config.Configuration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bridge for the serve command: from its start to the end of its drain. */
public final class ServedBridge implements Server {
  private static final Logger LOG = LoggerFactory.getLogger(ServedBridge.class);
  private static final long LOOK_MILLIS = 100;

  private final Configuration configuration;
  private final CountDownLatch stop = new CountDownLatch(1);

  /** A bridge that has not begun to serve. */
  public ServedBridge(Configuration configuration) {
    this.configuration = configuration;
  }

  @Override
  public Ending serve() throws InterruptedException {
    Bridge bridge;
    try {
      bridge = Bridge.start(configuration.settings(), this::effective);
    } catch (PortUnavailable e) {
      return new Ending.Refused(ServeExit.PORT_TAKEN, reason(e));
    } catch (UnusableTokens e) {
      return new Ending.Refused(ServeExit.CONFIGURATION, reason(e));
    }
    String refusal = awaitStop(bridge);
    if (refusal != null) {
      bridge.close();
      return new Ending.Refused(ServeExit.STREAM_REFUSED, refusal);
    }
    bridge.drain();
    return new Ending.Stopped();
  }

  /** Why the stream may not be served, where that shows before it was; null once asked to stop. */
  private @Nullable String awaitStop(Bridge bridge) throws InterruptedException {
    boolean served = false;
    while (!stop.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      if (!served && bridge.isReady()) {
        served = true;
        LOG.info("Ready");
      }
      String refusal = bridge.refusal();
      if (!served && refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private static String reason(RuntimeException e) {
    String message = e.getMessage();
    return message == null ? e.toString() : message;
  }

  private String effective() {
    return EffectiveText.of(configuration);
  }

  @Override
  public void stop() {
    stop.countDown();
  }
}
