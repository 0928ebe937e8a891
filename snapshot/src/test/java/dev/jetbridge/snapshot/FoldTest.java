package dev.jetbridge.snapshot;

import static dev.jetbridge.snapshot.Messages.fold;
import static dev.jetbridge.snapshot.Messages.message;
import static dev.jetbridge.snapshot.Messages.timeOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.event.SkipCause;
import dev.jetbridge.stream.SubjectFilters;
import dev.jetbridge.stream.Witness;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("a fold")
class FoldTest {
  private static Projection by(KeyRule rule) {
    return projection(rule, Reduction.LATEST, Deletion.of(true, "*.deleted"));
  }

  private static Projection projection(KeyRule rule, Reduction reduction, Deletion deletion) {
    return new Projection(rule, reduction, deletion, SubjectFilters.ALL, 200);
  }

  private static Map<String, String> state(Fold fold) {
    Map<String, String> state = new TreeMap<>();
    Walk walk = fold.version().walk();
    for (Item item = walk.next(); item != null; item = walk.next()) {
      state.put(item.key(), Messages.value(item));
    }
    return state;
  }

  @Nested
  @DisplayName("of the latest event")
  class Latest {
    @Test
    @DisplayName("holds the newest of each key, byte for byte")
    void newest() {
      Fold fold = fold(by(new KeyRule.Subject()));
      fold.message(message(1, "a", "{\"v\":1}"));
      fold.message(message(2, "b", " {\"v\" : 1e400} "));
      fold.message(message(4, "a", "{\"v\":2}"));
      assertThat(state(fold)).isEqualTo(Map.of("a", "{\"v\":2}", "b", " {\"v\" : 1e400} "));
      assertThat(fold.version().label().position()).isEqualTo(4);
    }

    @Test
    @DisplayName("takes a key out by type or null data, and not where data is absent")
    void deletes() {
      Fold fold = fold(by(new KeyRule.Subject()));
      fold.message(message(1, "a", "{}"));
      fold.message(message(2, "b", "{}"));
      fold.message(message(3, "c", "{}"));
      fold.message(message(4, "a", "{\"type\":\"x.y.deleted\"}"));
      fold.message(message(5, "b", "{\"data\":null}"));
      fold.message(message(6, "never", "{\"type\":\"x.deleted\"}"));
      assertThat(state(fold)).isEqualTo(Map.of("c", "{}"));
      assertThat(fold.tally().deleted()).isEqualTo(3);
    }
  }

  @Nested
  @DisplayName("of merge patches")
  class Merge {
    @Test
    @DisplayName("applies data to what is held, and leaves alone what has none")
    void merges() {
      Fold fold =
          fold(projection(new KeyRule.Source(), Reduction.MERGE, Deletion.of(false, "gone")));
      fold.message(message(1, "a", "{\"source\":\"s\",\"data\":{\"x\":{\"y\":1,\"z\":null}}}"));
      fold.message(message(2, "b", "{\"source\":\"s\",\"data\":{\"x\":{\"w\":2},\"v\":[3]}}"));
      fold.message(message(3, "c", "{\"source\":\"s\"}"));
      assertThat(state(fold)).isEqualTo(Map.of("s", "{\"x\":{\"y\":1,\"w\":2},\"v\":[3]}"));
      assertThat(fold.tally().withoutData()).isEqualTo(1);
      Item item = Objects.requireNonNull(fold.version().walk().next());
      assertThat(item.subject()).isEqualTo("b");
      assertThat(item.sequence()).isEqualTo(2);
    }
  }

  @Nested
  @DisplayName("keeps out and counts")
  class KeptOut {
    @Test
    @DisplayName("what is no event")
    void noEvent() {
      Fold fold = fold(by(new KeyRule.Subject()));
      fold.message(message(1, "a", "nope"));
      fold.message(message(2, "a", "[".repeat(65) + "]".repeat(65)));
      fold.message(message(3, "a", "\"" + "x".repeat(200) + "\""));
      assertThat(state(fold)).isEmpty();
      assertThat(fold.tally().skipped(SkipCause.NOT_JSON)).isEqualTo(1);
      assertThat(fold.tally().skipped(SkipCause.TOO_DEEP)).isEqualTo(1);
      assertThat(fold.tally().skipped(SkipCause.TOO_LARGE)).isEqualTo(1);
      assertThat(fold.position()).isEqualTo(3);
    }

    @Test
    @DisplayName("what has no key, by cause")
    void noKey() {
      Fold fold = fold(by(new KeyRule.SourceAndSubject()));
      fold.message(message(1, "a", "[]"));
      fold.message(message(2, "a", "{\"source\":\"s\",\"subject\":\"\"}"));
      fold.message(message(3, "a", "{\"source\":\"s s\",\"subject\":\"t\"}"));
      fold.message(message(4, "a", "{\"source\":\"s\",\"subject\":7}"));
      fold.message(message(5, "a", "{\"source\":\"s\",\"subject\":\"\\ud800\"}"));
      assertThat(state(fold)).isEmpty();
      assertThat(fold.tally().unkeyed(NoKey.ABSENT)).isEqualTo(2);
      assertThat(fold.tally().unkeyed(NoKey.MALFORMED)).isEqualTo(2);
      assertThat(fold.tally().unkeyed(NoKey.NOT_TEXT)).isEqualTo(1);
    }

    @Test
    @DisplayName("a key longer than any may be")
    void tooLong() {
      Fold fold =
          fold(
              new Projection(
                  new KeyRule.Source(),
                  Reduction.LATEST,
                  Deletion.NONE,
                  SubjectFilters.ALL,
                  Messages.MAX_BYTES));
      String source = "x".repeat(KeyRule.MAX_BYTES);
      fold.message(message(1, "a", "{\"source\":\"" + source + "y\"}"));
      fold.message(message(2, "a", "{\"source\":\"" + source + "\"}"));
      assertThat(fold.tally().unkeyed(NoKey.TOO_LONG)).isEqualTo(1);
      assertThat(fold.version().size()).isEqualTo(1);
    }
  }

  @Nested
  @DisplayName("finds a key")
  class Keys {
    @Test
    @DisplayName("behind escapes, duplicates and lone surrogates in other names")
    void escaped() {
      Fold fold = fold(by(new KeyRule.Source()));
      fold.message(
          message(1, "a", "{\"\\ud800\":1,\"source\":\"no\",\"s\\u006Furce\":\"\\u00e9\\n\"}"));
      assertThat(state(fold)).containsOnlyKeys("é\n");
    }

    @Test
    @DisplayName("at a JSON pointer with escapes and an index")
    void pointer() {
      Fold fold = fold(by(new KeyRule.At(new JsonPointer("/d~1a~0/\"/1"))));
      fold.message(message(1, "a", "{\"d/a~\":{\"\\\"\":[0,-1.50]}}"));
      fold.message(message(2, "a", "{\"d/a~\":{\"\\\"\":[0,\"k\"],\"\":3}}"));
      fold.message(message(3, "a", "{\"d/a~\":{\"\\\"\":[0]}}"));
      assertThat(state(fold)).containsOnlyKeys("-1.50", "k");
    }
  }

  @Nested
  @DisplayName("moves its position")
  class Positions {
    @Test
    @DisplayName("over what does not match, without a time it does not know")
    void passes() {
      Fold fold = fold(by(new KeyRule.Subject()));
      fold.message(message(3, "a", "{}"));
      assertThat(fold.version().label().time()).isEqualTo(timeOf(3));
      fold.passed(9, null);
      fold.passed(5, timeOf(5));
      Label label = fold.version().label();
      assertThat(label.position()).isEqualTo(9);
      assertThat(label.time()).isNull();
      assertThat(label.place().witness()).isEqualTo(new Witness(3, timeOf(3)));
      assertThat(label.cursor().epoch()).isEqualTo(Messages.EPOCH);
    }

    @Test
    @DisplayName("never back: a sequence at or below it is refused and changes nothing")
    void neverBack() {
      Fold fold = fold(by(new KeyRule.Subject()));
      fold.message(message(3, "a", "{}"));
      assertThatThrownBy(() -> fold.message(message(3, "b", "{}")))
          .hasMessage("sequence 3 found, expected one above the position 3");
      assertThat(state(fold)).containsOnlyKeys("a");
    }
  }
}
