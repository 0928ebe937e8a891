package dev.jetbridge.config;

import dev.jetbridge.stream.SubjectFilter;
import java.util.List;

/**
 * What the snapshot holds.
 *
 * @param key the word for what names the thing that an event is about, or a JSON pointer into the
 *     event
 * @param reduction how an event changes what is held for its key
 * @param deleteTypes patterns of the event types that take their key out
 * @param nullData whether events with null data do
 * @param subjects the scope; empty for all that is served of the stream
 */
public record ProjectionSettings(
    String key,
    SnapshotReduction reduction,
    List<String> deleteTypes,
    NullDeletion nullData,
    List<SubjectFilter> subjects) {
  static final Key<String> KEY =
      Key.of(
          "snapshot.key",
          Text.matching(
              "key",
              "one of subject, source, event-subject, source+subject, or a JSON pointer such as /data/id",
              "subject|source|event-subject|source\\+subject|(?:/(?:[^~\\p{Cntrl}]|~[01])*){1,64}"),
          "subject",
          "What of an event names the thing that it is about: its NATS `subject`; of a CloudEvent the `source`, the subject (`event-subject`) or both (`source+subject`); or a JSON pointer into the event, such as `/data/id`.");
  static final Key<SnapshotReduction> REDUCTION =
      Key.of(
          "snapshot.reduction",
          Types.choice(SnapshotReduction.values()),
          "latest",
          "`latest`: the newest event of each key; `merge`: the `data` of all its events, merged as RFC 7396 patches.");
  static final Key<List<String>> DELETE_TYPES =
      Key.of(
          "snapshot.delete-types",
          Types.list(SourceSettings.PATTERN),
          "",
          "Event types that take their key out, `*` for any characters: `*.deleted`.");
  static final Key<NullDeletion> NULL_DATA =
      Key.of(
          "snapshot.null-data",
          Types.choice(NullDeletion.values()),
          "keep",
          "`delete`: an event with `\"data\":null` takes its key out.");
  static final Key<List<SubjectFilter>> SUBJECTS =
      Key.of(
          "snapshot.subjects",
          Types.list(new Filters()),
          "",
          "Only events on these subjects count. Empty: all that is served of the stream.");

  public ProjectionSettings {
    deleteTypes = List.copyOf(deleteTypes);
    subjects = List.copyOf(subjects);
    KEY.check(key);
    DELETE_TYPES.check(deleteTypes);
    SUBJECTS.check(subjects);
  }

  static ProjectionSettings read(Values values) {
    return new ProjectionSettings(
        values.get(KEY),
        values.get(REDUCTION),
        values.get(DELETE_TYPES),
        values.get(NULL_DATA),
        values.get(SUBJECTS));
  }
}
