package dev.jetbridge.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a chart comes to.
 *
 * @param objects in helm's order
 */
record Rendered(List<JsonNode> objects) {
  Rendered {
    objects = List.copyOf(objects);
  }

  static Rendered of(String yaml) {
    return new Rendered(Tree.documents(yaml));
  }

  /** Those of a kind. */
  List<JsonNode> all(String kind) {
    return objects.stream().filter(o -> o.path("kind").asText().equals(kind)).toList();
  }

  /** The first of a kind. */
  JsonNode the(String kind) {
    return all(kind).stream()
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind + " found, expected one"));
  }

  JsonNode pod() {
    return the("Deployment").at("/spec/template/spec");
  }

  JsonNode container() {
    return pod().at("/containers/0");
  }

  String configuration() {
    return the("ConfigMap").at("/data/jetbridge.yaml").asText();
  }

  /**
   * Lays out what the pod would see below {@code /etc}, with {@code keys} in each of its Secrets,
   * and returns the configuration file there, its paths led to that place.
   */
  Path mounted(Path folder, List<String> keys) {
    try {
      for (JsonNode mount : container().path("volumeMounts")) {
        Path directory = folder.resolve(mount.path("mountPath").asText().substring(1));
        Files.createDirectories(directory);
        for (String key : keys) {
          Files.writeString(directory.resolve(key), "secret");
        }
      }
      Path file = folder.resolve("etc/jetbridge/config/jetbridge.yaml");
      return Files.writeString(
          file, configuration().replace("/etc/jetbridge/", folder.resolve("etc/jetbridge") + "/"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
