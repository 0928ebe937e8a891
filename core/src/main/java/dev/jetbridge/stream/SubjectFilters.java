package dev.jetbridge.stream;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A union of subject filters, minimal: none covers another. Two unions that name the same filters
 * are equal, whatever their order.
 *
 * @param filters 1 or more, sorted
 */
public record SubjectFilters(List<SubjectFilter> filters) {
  /** Everything. */
  public static final SubjectFilters ALL = new SubjectFilters(List.of(SubjectFilter.ALL));

  public SubjectFilters {
    if (filters.isEmpty()) {
      throw new IllegalArgumentException("no subject filter found, expected at least one");
    }
    filters = minimal(filters);
  }

  public static SubjectFilters of(String... filters) {
    return new SubjectFilters(java.util.Arrays.stream(filters).map(SubjectFilter::new).toList());
  }

  /** Whether a concrete subject lies within any of them. */
  public boolean matches(String subject) {
    for (int i = 0; i < filters.size(); i++) {
      if (filters.get(i).matches(subject)) {
        return true;
      }
    }
    return false;
  }

  /** Whether each of the other union's filters lies within one of these. */
  public boolean covers(SubjectFilters other) {
    return other.filters.stream().allMatch(f -> filters.stream().anyMatch(mine -> mine.covers(f)));
  }

  /** Whether some subject lies within both unions. */
  public boolean overlaps(SubjectFilters other) {
    return filters.stream().anyMatch(f -> other.filters.stream().anyMatch(f::overlaps));
  }

  /** One filter that covers them all; it may match more than they do. */
  public SubjectFilter cover() {
    SubjectFilter cover = filters.getFirst();
    for (SubjectFilter filter : filters) {
      cover = cover.joined(filter);
    }
    return cover;
  }

  /** Their texts, in order. */
  public List<String> values() {
    return filters.stream().map(SubjectFilter::value).toList();
  }

  private static List<SubjectFilter> minimal(Collection<SubjectFilter> filters) {
    List<SubjectFilter> kept = new ArrayList<>();
    for (SubjectFilter candidate : filters) {
      if (kept.stream().noneMatch(k -> k.covers(candidate))) {
        kept.removeIf(candidate::covers);
        kept.add(candidate);
      }
    }
    kept.sort((a, b) -> a.value().compareTo(b.value()));
    return List.copyOf(kept);
  }

  @Override
  public String toString() {
    return String.join(" ", values());
  }
}
