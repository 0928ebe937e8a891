package dev.jetbridge.bridge.snapshot;

import dev.jetbridge.bridge.protocol.ControlMessages;
import dev.jetbridge.bridge.protocol.ServerFrames;
import dev.jetbridge.snapshot.Item;
import dev.jetbridge.snapshot.ItemWriter;
import dev.jetbridge.snapshot.Label;
import dev.jetbridge.snapshot.Version;
import dev.jetbridge.snapshot.Walk;
import dev.jetbridge.stream.Cursor;
import dev.jetbridge.stream.SubjectFilters;
import org.jspecify.annotations.Nullable;

/** A version as messages of {@code jetbridge.v1} (P-10.5). */
final class VersionTelling implements Telling {
  private static final int USUAL_BYTES = 512;

  private final Label label;
  private final @Nullable SubjectFilters filter;
  private final Walk walk;
  private final long count;
  private final ItemWriter writer = new ItemWriter(USUAL_BYTES);
  private Next next = Next.BEGIN;

  private enum Next {
    BEGIN,
    ITEMS,
    NOTHING
  }

  /**
   * A version that nothing was told of; counts what it will tell.
   *
   * @param filter what is told; null for everything
   */
  VersionTelling(Version version, @Nullable SubjectFilters filter) {
    this.label = version.label();
    this.filter = filter;
    this.walk = version.walk();
    this.count = filter == null ? version.size() : counted(version, filter);
  }

  private static long counted(Version version, SubjectFilters filter) {
    long count = 0;
    Walk all = version.walk();
    for (Item item = all.next(); item != null; item = all.next()) {
      count += filter.matches(item.subject()) ? 1 : 0;
    }
    return count;
  }

  @Override
  public Cursor cursor() {
    return label.cursor();
  }

  @Override
  public byte @Nullable [] next() {
    return switch (next) {
      case BEGIN -> {
        next = Next.ITEMS;
        yield ControlMessages.snapshotBegin(label.position(), label.time(), label.epoch(), count);
      }
      case ITEMS -> {
        Item item = walk.next();
        while (item != null && filter != null && !filter.matches(item.subject())) {
          item = walk.next();
        }
        if (item == null) {
          next = Next.NOTHING;
          yield ControlMessages.snapshotEnd(label.position());
        }
        writer.ascii("{\"type\":\"item\",");
        writer.members(item, "value");
        writer.ascii("}");
        yield ServerFrames.text(writer.take());
      }
      case NOTHING -> null;
    };
  }
}
