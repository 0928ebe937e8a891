package dev.jetbridge.snapshot;

import dev.jetbridge.event.EventReader;
import dev.jetbridge.stream.SubjectFilters;

/**
 * What a state is made of: the settings that, with a stream, determine it. Two states of the same
 * events are equal exactly where their projections are.
 *
 * @param key what of a message is its key
 * @param reduction how an event changes what is held for its key
 * @param deletion which events take their key out
 * @param scope the subjects whose messages count
 * @param maxEventBytes above this a message is no event, 1 to {@link EventReader#MAX_BYTES}
 */
public record Projection(
    KeyRule key, Reduction reduction, Deletion deletion, SubjectFilters scope, int maxEventBytes) {

  public Projection {
    if (maxEventBytes < 1 || maxEventBytes > EventReader.MAX_BYTES) {
      throw new IllegalArgumentException(
          "events of at most "
              + maxEventBytes
              + " bytes found, expected 1 to "
              + EventReader.MAX_BYTES);
    }
  }

  /** The newest event of each subject. */
  public static Projection latestBySubject(int maxEventBytes) {
    return new Projection(
        new KeyRule.Subject(), Reduction.LATEST, Deletion.NONE, SubjectFilters.ALL, maxEventBytes);
  }

  /**
   * The settings in one text, to be compared with that of a state made earlier. One line for each,
   * in which no line break can stand, so that different settings have different texts.
   */
  public String fingerprint() {
    String by =
        switch (key) {
          case KeyRule.Subject() -> "subject";
          case KeyRule.Source() -> "source";
          case KeyRule.EventSubject() -> "event-subject";
          case KeyRule.SourceAndSubject() -> "source+subject";
          case KeyRule.At(JsonPointer pointer) -> "at " + pointer;
        };
    return String.join(
        "\n",
        "key " + by,
        "reduction " + reduction,
        "delete-types "
            + String.join(" ", deletion.types().stream().map(TypePattern::value).toList()),
        "delete-null-data " + deletion.nullData(),
        "scope " + scope,
        "max-event-bytes " + maxEventBytes);
  }
}
