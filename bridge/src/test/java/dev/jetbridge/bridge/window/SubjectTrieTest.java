package dev.jetbridge.bridge.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.stream.SubjectFilters;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A trie of subjects")
class SubjectTrieTest {
  // Two of them have the same hash, one is the beginning of another, one is a wildcard's character.
  private static final List<String> TOKENS = List.of("Aa", "BB", "A", "*b", "c");
  private static final int FILTERS = 60;
  private static final int SUBJECTS = 200;

  private final Random random = new Random(1);
  private final SubjectTrie<SubjectFilters> trie = new SubjectTrie<>();
  private final Set<SubjectFilters> all = new HashSet<>();

  @Test
  @DisplayName("finds those who match, and no other, while filters come and go")
  void findsThoseWhoMatch() {
    for (int round = 0; round < 20; round++) {
      while (all.size() < FILTERS) {
        SubjectFilters filters = SubjectFilters.of(anyFilter(), anyFilter());
        if (all.add(filters)) {
          trie.add(filters, filters);
        }
      }
      for (int i = 0; i < SUBJECTS; i++) {
        String subject = tokens(1 + random.nextInt(4), 0);
        List<SubjectFilters> found = new ArrayList<>();
        trie.match(subject, found);
        assertThat(new HashSet<>(found))
            .as("those who match %s", subject)
            .isEqualTo(matching(subject));
      }
      List.copyOf(all).stream().filter(f -> random.nextInt(3) > 0).forEach(this::remove);
    }
    List.copyOf(all).forEach(this::remove);
    assertThat(trie.isEmpty()).isTrue();
  }

  private void remove(SubjectFilters filters) {
    all.remove(filters);
    trie.remove(filters, filters);
  }

  private Set<SubjectFilters> matching(String subject) {
    Set<SubjectFilters> matching = new HashSet<>();
    for (SubjectFilters filters : all) {
      if (filters.matches(subject)) {
        matching.add(filters);
      }
    }
    return matching;
  }

  private String anyFilter() {
    String filter = tokens(1 + random.nextInt(4), 3);
    return random.nextInt(3) == 0 ? filter + ".>" : filter;
  }

  /** So many tokens, about one of {@code wildcards} among them a wildcard; none where that is 0. */
  private String tokens(int many, int wildcards) {
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      boolean wildcard = wildcards > 0 && random.nextInt(wildcards) == 0;
      tokens.add(wildcard ? "*" : TOKENS.get(random.nextInt(TOKENS.size())));
    }
    return String.join(".", tokens);
  }
}
