package dev.jetbridge.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration from all of its sources and refuses it as a whole, with every problem
 * there is: unknown keys, values out of range, missing values, and values that do not fit together.
 */
public final class ConfigurationReader {
  private final List<Problem> problems = new ArrayList<>();

  /** What was given, by the name of the key that it gives a value to. */
  private final Map<String, Entry> given = new HashMap<>();

  /** Keys of which no value can be used, each with its problem told. */
  private final Set<String> unusable = new HashSet<>();

  private ConfigurationReader() {}

  /** Reads all sources; the later override the earlier, key by key. */
  public static Reading read(Sources sources) {
    return new ConfigurationReader().accept(sources);
  }

  /**
   * Where the admin port is, as far as the sources tell: for whoever asks a bridge that another
   * process runs, and does not judge its configuration. What cannot be used counts as left out.
   */
  public static AdminSettings admin(Sources sources) {
    ConfigurationReader reader = new ConfigurationReader();
    reader.gather(sources);
    AdminSettings.SECTION.keys().forEach(reader::check);
    return AdminSettings.read(new Values(reader.texts()));
  }

  private void gather(Sources sources) {
    Path file = sources.file();
    take(file == null ? Given.NOTHING : YamlFile.read(file));
    take(Environment.read(sources.environment()));
    take(Assignments.read(sources.assignments()));
    readSecretFiles();
  }

  private Reading accept(Sources sources) {
    gather(sources);
    Catalogue.keys().forEach(this::check);
    Values values = new Values(texts());
    Catalogue.SECTIONS.forEach(section -> checkTogether(section, values));
    return problems.isEmpty()
        ? new Reading.Accepted(new Configuration(Settings.read(values), effective()))
        : new Reading.Refused(problems);
  }

  private void take(Given source) {
    problems.addAll(source.problems());
    Map<String, Entry> taken = new HashMap<>();
    for (Entry entry : source.entries()) {
      Key<?> key = Catalogue.settingOf(entry.key());
      if (key == null) {
        problems.add(unknown(entry));
        continue;
      }
      Entry twin = taken.put(key.name(), entry);
      if (twin != null) {
        problems.add(
            Problem.at(
                entry.origin(),
                "%s and %s are both given, expected one of them"
                    .formatted(twin.key(), entry.key())));
      }
    }
    given.putAll(taken);
  }

  private static Problem unknown(Entry entry) {
    String section = entry.key() + ".";
    String hint =
        Catalogue.names().stream()
            .filter(name -> name.startsWith(section))
            .findFirst()
            .map(name -> " but the section of keys such as " + name)
            .orElseGet(() -> Suggestion.among(Catalogue.names(), entry.key()));
    return Problem.at(entry.origin(), entry.key() + " is no configuration key" + hint);
  }

  private void readSecretFiles() {
    for (Map.Entry<String, Entry> setting : given.entrySet()) {
      Key<?> key = Catalogue.find(setting.getKey());
      if (key != null && !setting.getValue().key().equals(key.name())) {
        Optional<Entry> secret = SecretFile.read(key, setting.getValue(), problems);
        secret.ifPresentOrElse(setting::setValue, () -> unusable.add(key.name()));
      }
    }
  }

  private void check(Key<?> key) {
    if (unusable.contains(key.name())) {
      return;
    }
    Entry entry = given.get(key.name());
    if (entry == null) {
      checkMayBeLeftOut(key);
      return;
    }
    @Nullable String refusal = key.refusal(entry);
    if (refusal == null && key.type().equals(Paths.FILE) && !isReadableFile(entry.text())) {
      refusal = "%s is \"%s\", expected a readable file".formatted(key, entry.text());
    }
    if (refusal != null) {
      problems.add(Problem.at(entry.origin(), refusal));
      unusable.add(key.name());
    }
  }

  private static boolean isReadableFile(String name) {
    Path file = Path.of(name);
    return Files.isReadable(file) && !Files.isDirectory(file);
  }

  private void checkMayBeLeftOut(Key<?> key) {
    if (key.presence() == Key.Presence.REQUIRED) {
      problems.add(
          new Problem(
              "",
              "%s is missing, expected %s (in the file, as %s or with --set %s=...)"
                  .formatted(key, key.type().expected(), Environment.variable(key.name()), key)));
      unusable.add(key.name());
    }
  }

  private void checkTogether(Section section, Values values) {
    if (section.keys().stream().anyMatch(key -> unusable.contains(key.name()))) {
      return;
    }
    try {
      section.check().accept(values);
    } catch (Conflict conflict) {
      String places =
          conflict.keys().stream()
              .map(key -> given.get(key.name()))
              .filter(entry -> entry != null)
              .map(entry -> entry.origin().toString())
              .distinct()
              .collect(Collectors.joining(", "));
      problems.add(new Problem(places, conflict.description()));
    }
  }

  private Map<String, String> texts() {
    return given.entrySet().stream()
        .filter(setting -> !unusable.contains(setting.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, setting -> setting.getValue().text()));
  }

  private List<EffectiveValue> effective() {
    List<EffectiveValue> values = new ArrayList<>();
    for (Key<?> key : Catalogue.keys()) {
      Entry entry = given.get(key.name());
      @Nullable String text = entry == null ? key.fallback() : entry.text();
      values.add(
          new EffectiveValue(
              key.name(),
              text == null ? null : key.shown(text),
              key.isSecret(),
              entry == null ? new Origin.Default() : entry.origin()));
    }
    return values;
  }
}
