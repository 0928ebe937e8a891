package dev.jetbridge.bridge.window;

import dev.jetbridge.stream.SubjectFilter;
import dev.jetbridge.stream.SubjectFilters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds by a subject all whose filters match it, by walking the subject's tokens: the cost does not
 * grow with the filters that don't match. A union that matches by several of its filters is found
 * several times, and a look allocates nothing. For one thread.
 */
final class SubjectTrie<T> {
  private final Node<T> root = new Node<>();
  private final Token sought = new Token("");
  private int size;

  private static final class Node<T> {
    final Map<Token, Node<T>> literal = new HashMap<>();
    @Nullable Node<T> any;
    final List<T> here = new ArrayList<>(1);
    final List<T> below = new ArrayList<>(1);

    boolean isEmpty() {
      return literal.isEmpty() && any == null && here.isEmpty() && below.isEmpty();
    }
  }

  void add(SubjectFilters filters, T value) {
    for (SubjectFilter filter : filters.filters()) {
      String[] tokens = filter.value().split("\\.", -1);
      Node<T> node = root;
      boolean rest = tokens[tokens.length - 1].equals(">");
      for (int i = 0; i < tokens.length - (rest ? 1 : 0); i++) {
        node = child(node, tokens[i]);
      }
      (rest ? node.below : node.here).add(value);
    }
    size++;
  }

  private static <T> Node<T> child(Node<T> node, String token) {
    if (!token.equals("*")) {
      return node.literal.computeIfAbsent(new Token(token), t -> new Node<>());
    }
    Node<T> any = node.any;
    if (any == null) {
      any = new Node<>();
      node.any = any;
    }
    return any;
  }

  void remove(SubjectFilters filters, T value) {
    for (SubjectFilter filter : filters.filters()) {
      remove(root, filter.value().split("\\.", -1), 0, value);
    }
    size--;
  }

  private static <T> void remove(Node<T> node, String[] tokens, int depth, T value) {
    if (depth == tokens.length) {
      node.here.remove(value);
      return;
    }
    String token = tokens[depth];
    if (token.equals(">")) {
      node.below.remove(value);
      return;
    }
    Node<T> next = token.equals("*") ? node.any : node.literal.get(new Token(token));
    if (next == null) {
      return;
    }
    remove(next, tokens, depth + 1, value);
    if (next.isEmpty()) {
      if (token.equals("*")) {
        node.any = null;
      } else {
        node.literal.remove(new Token(token));
      }
    }
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Adds all to the list whose filters match. */
  void match(String subject, List<? super T> found) {
    match(root, subject, 0, found);
  }

  private void match(Node<T> node, String subject, int from, List<? super T> found) {
    if (from > subject.length()) {
      addAll(node.here, found);
      return;
    }
    addAll(node.below, found);
    int dot = subject.indexOf('.', from);
    int end = dot < 0 ? subject.length() : dot;
    if (!node.literal.isEmpty()) {
      Node<T> next = node.literal.get(sought.moveTo(subject, from, end));
      if (next != null) {
        match(next, subject, end + 1, found);
      }
    }
    if (node.any != null) {
      match(node.any, subject, end + 1, found);
    }
  }

  private static <T> void addAll(List<T> matching, List<? super T> found) {
    for (int i = 0; i < matching.size(); i++) {
      found.add(matching.get(i));
    }
  }
}
