package dev.jetbridge.stream.nats;

import dev.jetbridge.stream.SubjectFilter;
import dev.jetbridge.stream.SubjectFilters;

/** How much of a reader's filters is put to the broker; the reader filters again in any case. */
sealed interface FilterForm {
  /** Nothing: everything is delivered. */
  record None() implements FilterForm {}

  /** One filter. */
  record One(SubjectFilter filter) implements FilterForm {}

  /** Several, which nat-server knows since 2.10. */
  record Several(SubjectFilters filters) implements FilterForm {}

  /** The narrowest form. */
  static FilterForm of(SubjectFilters filters, boolean severalKnown) {
    if (filters.filters().size() == 1 || !severalKnown) {
      return one(filters.cover());
    }
    return new Several(filters);
  }

  /** The next wider form, where the broker does not take this one. */
  default FilterForm wider() {
    return switch (this) {
      case Several(SubjectFilters filters) -> one(filters.cover());
      case One unused -> new None();
      case None none -> none;
    };
  }

  private static FilterForm one(SubjectFilter filter) {
    return filter.equals(SubjectFilter.ALL) ? new None() : new One(filter);
  }
}
