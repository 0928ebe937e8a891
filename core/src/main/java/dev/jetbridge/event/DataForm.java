package dev.jetbridge.event;

import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How the data of a CloudEvent stands in its JSON form (CloudEvents JSON event format 1.0.2, §3.1):
 * bytes are never changed on the way, so that a reader gets back what was published.
 */
enum DataForm {
  /** There is none: an empty payload. */
  NONE(""),
  /** The payload as it is, a JSON value. */
  JSON(",\"data\":"),
  /** A JSON string of the payload's text. */
  TEXT(",\"data\":"),
  /** A JSON string of the payload's bytes in Base64. */
  BASE64(",\"data_base64\":");

  private final String member;

  DataForm(String member) {
    this.member = member;
  }

  /**
   * The form for a payload of this media type: JSON where the type says so ({@code json} or {@code
   * +json}); text for {@code text/*} in UTF-8; Base64 for everything else. Without a type, JSON
   * where the payload is JSON.
   *
   * @param mediaType as in {@code datacontenttype}, null where absent
   */
  static DataForm of(@Nullable String mediaType, byte[] payload) {
    if (payload.length == 0) {
      return NONE;
    }
    if (mediaType == null) {
      SkipCause fault = JsonText.fault(payload, EventReader.MAX_DEPTH - 1);
      return fault == null || fault == SkipCause.TOO_DEEP ? JSON : BASE64;
    }
    String[] parts = mediaType.toLowerCase(Locale.ROOT).split(";", -1);
    String type = parts[0].strip();
    if (type.endsWith("/json") || type.endsWith("+json")) {
      return JSON;
    }
    return type.startsWith("text/") && isUtf8(parts) && StrictUtf8.isValid(payload) ? TEXT : BASE64;
  }

  // Text of another charset keeps its bytes; they say nothing in UTF-8.
  private static boolean isUtf8(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip();
      if (parameter.startsWith("charset=")) {
        String charset = parameter.substring("charset=".length()).replace("\"", "");
        return charset.equals("utf-8") || charset.equals("us-ascii");
      }
    }
    return true;
  }

  /** The bytes that {@link #put} writes. */
  long length(byte[] payload) {
    return member.length()
        + switch (this) {
          case NONE -> 0;
          case JSON -> payload.length;
          case TEXT -> JsonBytes.textLength(payload);
          case BASE64 -> 2 + (payload.length + 2L) / 3 * 4;
        };
  }

  /** Writes a comma and the member; the index after it. */
  int put(byte[] target, int offset, byte[] payload) {
    int at = JsonBytes.putAscii(target, offset, member);
    return switch (this) {
      case NONE -> at;
      case JSON -> JsonBytes.put(target, at, payload);
      case TEXT -> JsonBytes.putText(target, at, payload);
      case BASE64 -> {
        target[at] = '"';
        int end = JsonBytes.put(target, at + 1, Base64.getEncoder().encode(payload));
        target[end] = '"';
        yield end + 1;
      }
    };
  }
}
