package dev.jetbridge.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the release, the revision of its source, the JVM and system. */
final class BuildVersion implements IVersionProvider {
  private static final String UNKNOWN = "unknown";

  @Override
  public String[] getVersion() throws IOException {
    Properties build = read("build.properties");
    Properties revision = read("revision.properties");
    return new String[] {
      "jetbridge %s (revision %s)"
          .formatted(
              build.getProperty("version", UNKNOWN),
              revision.getProperty(
                  "git.commit.id.describe", build.getProperty("revision", UNKNOWN))),
      "Java %s (%s), %s %s"
          .formatted(
              Runtime.version(),
              System.getProperty("java.vendor", UNKNOWN),
              System.getProperty("os.name", UNKNOWN),
              System.getProperty("os.arch", UNKNOWN))
    };
  }

  /**
   * The build writes both files; the second is missing where it ran outside of a repository, and
   * then the first has the revision that the build was told.
   */
  private static Properties read(String name) throws IOException {
    Properties properties = new Properties();
    try (@Nullable InputStream file = BuildVersion.class.getResourceAsStream(name)) {
      if (file != null) {
        properties.load(file);
      }
    }
    return properties;
  }
}
