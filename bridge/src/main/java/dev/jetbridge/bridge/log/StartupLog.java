package dev.jetbridge.bridge.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.core.spi.ContextAwareBase;
import dev.jetbridge.config.LogFormat;
import dev.jetbridge.config.LogLevel;
import dev.jetbridge.config.LogSettings;
import java.util.List;

/**
 * The log until the configuration is read: Logback finds it by {@code META-INF/services}, before
 * the first line of any library, and asks nobody else, since any other configuration would write to
 * standard output and mask nothing.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_TOP_PRIORITY)
public final class StartupLog extends ContextAwareBase implements Configurator {
  @Override
  public ExecutionStatus configure(LoggerContext context) {
    Logs.configure(context, new LogSettings(LogFormat.TEXT, LogLevel.WARN), List.of(), System.err);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
