package dev.jetbridge.bridge.snapshot;

import dev.jetbridge.bridge.protocol.SnapshotParameters;
import dev.jetbridge.stream.SubjectFilters;
import java.util.List;

/**
 * A request for the snapshot by somebody who is known.
 *
 * @param parameters what is asked for
 * @param query as it was sent, for whoever is sent elsewhere
 * @param permitted what the caller may read
 * @param encoding what the answer may be coded in
 * @param ifNoneMatch every {@code If-None-Match} header
 */
public record SnapshotQuery(
    SnapshotParameters parameters,
    String query,
    SubjectFilters permitted,
    Encoding encoding,
    List<String> ifNoneMatch) {
  public SnapshotQuery {
    ifNoneMatch = List.copyOf(ifNoneMatch);
  }
}
