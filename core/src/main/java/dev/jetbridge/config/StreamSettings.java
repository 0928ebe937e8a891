package dev.jetbridge.config;

import dev.jetbridge.stream.SubjectFilter;
import java.util.List;

/**
 * The stream that is served.
 *
 * @param name its name
 * @param subjects filters that what is served is limited to; empty: the whole stream
 */
public record StreamSettings(String name, List<SubjectFilter> subjects) {
  private static final ValueType<String> STREAM_NAME =
      Text.matching(
          "stream name",
          "a stream's name: no space, dot, wildcard or slash, at most 255 characters",
          "[^\\s.*>/\\\\\\p{Cntrl}]{1,255}");
  static final Key<String> NAME =
      Key.required("stream.name", STREAM_NAME, "The JetStream stream to serve.");
  static final Key<List<SubjectFilter>> SUBJECTS =
      Key.of(
          "stream.subjects",
          Types.list(new Filters()),
          "",
          "Serve only what matches one of these filters. Empty: the whole stream. Wanted where the NATS user may read some subjects only.");

  static final Section SECTION =
      new Section("Stream", List.of(NAME, SUBJECTS), StreamSettings::read);

  public StreamSettings {
    NAME.check(name);
    subjects = List.copyOf(subjects);
    SUBJECTS.check(subjects);
  }

  /** All of the stream of that name. */
  public static StreamSettings of(String name) {
    return new StreamSettings(name, List.of());
  }

  static StreamSettings read(Values values) {
    return new StreamSettings(values.get(NAME), values.get(SUBJECTS));
  }
}
