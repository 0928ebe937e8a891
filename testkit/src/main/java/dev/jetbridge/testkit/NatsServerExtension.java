package dev.jetbridge.testkit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * One {@link NatsServer} for all tests of a class; where a test fails, what the server printed last
 * is shown with it.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final NatsServerExtension NATS = new NatsServerExtension(NatsServer.builder());
 * }</pre>
 */
public final class NatsServerExtension implements BeforeAllCallback, AfterAllCallback, TestWatcher {
  private final NatsServerBuilder settings;
  private @Nullable NatsServer server;
  private @Nullable Class<?> owner;

  /** A server without settings of its own. */
  public NatsServerExtension() {
    this(NatsServer.builder());
  }

  public NatsServerExtension(NatsServerBuilder settings) {
    this.settings = settings;
  }

  /** The running server. */
  public NatsServer server() {
    if (server == null) {
      throw new IllegalStateException("no server yet; register the extension in a static field");
    }
    return server;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    // Nested classes share the server of the class around them.
    if (server == null) {
      server = settings.start();
      owner = context.getRequiredTestClass();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (server != null && context.getRequiredTestClass().equals(owner)) {
      server.close();
      server = null;
    }
  }

  @Override
  public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
    if (server != null) {
      System.err.printf(
          "nats-server's log, %s failed:%n%s%n", context.getDisplayName(), server.log());
    }
  }
}
