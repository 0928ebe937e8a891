package dev.jetbridge.bridge.window;

import dev.jetbridge.bridge.protocol.Coding;
import dev.jetbridge.stream.SubjectFilters;
import java.util.HashMap;
import java.util.Map;

/** All audiences of one fan-out and coding, and how to find them by subject. For one thread. */
final class Audiences<B extends Burst> {
  final Coding coding;
  final SubjectTrie<Audience<B>> trie = new SubjectTrie<>();
  final Map<SubjectFilters, Audience<B>> audiences = new HashMap<>();

  Audiences(Coding coding) {
    this.coding = coding;
  }

  /** The audience of these filters, opened where there is none. */
  Audience<B> audience(SubjectFilters filters) {
    Audience<B> audience = audiences.get(filters);
    if (audience == null) {
      audience = new Audience<>(filters, coding);
      audiences.put(filters, audience);
      trie.add(filters, audience);
    }
    return audience;
  }

  void closeIfEmpty(Audience<B> audience) {
    if (audience.isEmpty()
        && audience.burst == null
        && audiences.remove(audience.filters, audience)) {
      trie.remove(audience.filters, audience);
    }
  }
}
