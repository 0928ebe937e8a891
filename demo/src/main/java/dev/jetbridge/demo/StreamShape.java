package dev.jetbridge.demo;

import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the demo's stream is like: on disk, its oldest messages dropped by age and size.
 *
 * @param name of the stream
 * @param prefix of the subjects that it holds; all below it
 * @param maxAge after which a message goes
 * @param maxBytes above which the oldest messages go
 */
record StreamShape(String name, String prefix, Duration maxAge, long maxBytes) {

  StreamConfiguration toConfiguration() {
    return StreamConfiguration.builder()
        .name(name)
        .description("Demo events of a simulated cluster")
        .subjects(subjects())
        .storageType(StorageType.File)
        .retentionPolicy(RetentionPolicy.Limits)
        .discardPolicy(DiscardPolicy.Old)
        .maxAge(maxAge)
        .maxBytes(maxBytes)
        .build();
  }

  /**
   * How a stream differs in what matters: what it holds and how it lets go of it. How much it holds
   * is its owner's choice.
   */
  List<String> differences(StreamConfiguration found) {
    List<String> differences = new ArrayList<>();
    compare(differences, "subjects", found.getSubjects(), List.of(subjects()));
    compare(differences, "retention", found.getRetentionPolicy(), RetentionPolicy.Limits);
    compare(differences, "storage", found.getStorageType(), StorageType.File);
    compare(differences, "discard", found.getDiscardPolicy(), DiscardPolicy.Old);
    compare(differences, "mirror", found.getMirror() != null, false);
    compare(differences, "sources", !found.getSources().isEmpty(), false);
    return differences;
  }

  private String subjects() {
    return prefix + ".>";
  }

  private static void compare(List<String> differences, String what, Object found, Object wanted) {
    if (!found.equals(wanted)) {
      differences.add("%s is %s, expected %s".formatted(what, found, wanted));
    }
  }
}
