package dev.jetbridge.bridge.app;

import dev.jetbridge.bridge.auth.UnusableTokens;
import dev.jetbridge.bridge.server.PortUnavailable;
import dev.jetbridge.config.Configuration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server of the snapshot for the snapshot command: from its start to the end of its drain. */
public final class ServedSnapshot implements Server {
  private static final Logger LOG = LoggerFactory.getLogger(ServedSnapshot.class);
  private static final long LOOK_MILLIS = 100;

  private final Configuration configuration;
  private final CountDownLatch stop = new CountDownLatch(1);

  /** A server that has not begun to serve. */
  public ServedSnapshot(Configuration configuration) {
    this.configuration = configuration;
  }

  @Override
  public Ending serve() throws InterruptedException {
    try (StandaloneSnapshot snapshot =
        StandaloneSnapshot.start(configuration.settings(), this::effective)) {
      boolean ready = false;
      while (!stop.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        if (!ready && snapshot.isReady()) {
          ready = true;
          LOG.info("Ready");
        }
      }
      snapshot.drain();
      return new Ending.Stopped();
    } catch (PortUnavailable e) {
      return new Ending.Refused(ServeExit.PORT_TAKEN, String.valueOf(e.getMessage()));
    } catch (UnusableTokens e) {
      return new Ending.Refused(ServeExit.CONFIGURATION, String.valueOf(e.getMessage()));
    }
  }

  private String effective() {
    return EffectiveText.of(configuration);
  }

  @Override
  public void stop() {
    stop.countDown();
  }
}
