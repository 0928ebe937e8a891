package dev.jetbridge.snapshot;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A JSON merge patch (RFC 7396) between bytes of valid JSON. What is not touched stays as it was
 * spelled: numbers of any length, escapes, the order of members. Of members that share a name the
 * last one counts.
 */
final class MergePatch {
  private final byte[] target;
  private final byte[] patch;
  private final ByteArrayOutputStream merged;

  private MergePatch(byte[] target, byte[] patch) {
    this.target = target;
    this.patch = patch;
    this.merged = new ByteArrayOutputStream(target.length + patch.length);
  }

  /** A member: its name as spelled, and where its value begins. */
  private record Member(int name, int value) {}

  /**
   * The patched value.
   *
   * @param targetAt where the value to patch begins, -1 for none
   * @param patchAt where the patch begins
   */
  static byte[] apply(byte[] target, int targetAt, byte[] patch, int patchAt) {
    MergePatch merge = new MergePatch(target, patch);
    merge.value(targetAt, patchAt);
    return merge.merged.toByteArray();
  }

  private void value(int targetAt, int patchAt) {
    if (patch[patchAt] != '{') {
      copy(patch, patchAt, JsonScan.pastValue(patch, patchAt));
      return;
    }
    boolean object = targetAt >= 0 && target[targetAt] == '{';
    Map<String, Member> held = object ? members(target, targetAt) : new LinkedHashMap<>();
    Map<String, Member> changes = members(patch, patchAt);
    merged.write('{');
    int start = merged.size();
    held.forEach((name, member) -> {
      Member change = changes.remove(name);
      if (change == null) {
        name(target, member, start);
        copy(target, member.value(), JsonScan.pastValue(target, member.value()));
      } else if (!isNull(change)) {
        name(target, member, start);
        value(member.value(), change.value());
      }
    });
    changes.forEach((name, change) -> {
      if (!isNull(change)) {
        name(patch, change, start);
        value(-1, change.value());
      }
    });
    merged.write('}');
  }

  private static Map<String, Member> members(byte[] json, int at) {
    Map<String, Member> members = new LinkedHashMap<>();
    for (int name = JsonScan.next(json, at + 1); name >= 0; ) {
      int value = JsonScan.valueOf(json, name);
      members.put(JsonString.decoded(json, name), new Member(name, value));
      name = JsonScan.next(json, JsonScan.pastValue(json, value));
    }
    return members;
  }

  private boolean isNull(Member change) {
    return patch[change.value()] == 'n';
  }

  private void name(byte[] json, Member member, int start) {
    if (merged.size() > start) {
      merged.write(',');
    }
    copy(json, member.name(), JsonScan.pastString(json, member.name()));
    merged.write(':');
  }

  private void copy(byte[] from, int start, int end) {
    merged.write(from, start, end - start);
  }
}
