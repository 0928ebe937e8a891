package dev.jetbridge.deploy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The chart of this tree, rendered by helm as a cluster of the oldest version allowed would. */
final class Chart {
  private static final Path FOLDER = Tree.ROOT.resolve("deploy/helm/jetbridge");

  /** The least that has to be said. */
  static final String ENOUGH =
      """
      config: {stream.name: EVENTS}
      auth: {existingSecret: tokens}
      """;

  private final Path work;

  /**
   * A chart yet to be rendered.
   *
   * @param work an empty folder
   */
  Chart(Path work) {
    this.work = work;
  }

  /** What helm makes of the chart with values over its own, each text a YAML file. */
  Rendered render(String... values) {
    TemplateCommand template =
        new Helm(FOLDER)
            .template()
            .withName("feed")
            .withNamespace("test")
            .withKubeVersion("1.30.0");
    try {
      for (String text : values) {
        Path file = Files.createTempFile(work, "values", ".yaml");
        Files.writeString(file, text);
        template = template.withValuesFile(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Rendered.of(template.call());
  }

  /**
   * A copy with values of its own in the place of the chart's, for helm's lint, which takes none.
   */
  Helm copyWith(String values) {
    Path copy = work.resolve("jetbridge");
    try (Stream<Path> files = Files.walk(FOLDER)) {
      for (Path file : files.sorted().toList()) {
        Files.copy(file, copy.resolve(FOLDER.relativize(file)));
      }
      Files.writeString(copy.resolve("values.yaml"), values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Helm(copy);
  }
}
