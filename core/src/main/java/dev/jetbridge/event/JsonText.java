package dev.jetbridge.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Exactly one JSON value in UTF-8, by the grammar of RFC 8259 and nothing looser. Thread-safe. */
final class JsonText {
  // Bounds of the library on what the RFC leaves open are lifted: the payload's size bounds them
  // all. Detection of other charsets is off (a UTF-16 payload is well-formed UTF-8 full of NULs).
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(EventReader.MAX_DEPTH)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();
  private static final int BOM = 0xEF;

  private JsonText() {}

  /** What is wrong with the bytes; null where nothing is. */
  static @Nullable SkipCause fault(byte[] bytes) {
    if (!StrictUtf8.isValid(bytes)) {
      return SkipCause.NOT_UTF8;
    }
    if (bytes.length == 0 || (bytes[0] & 0xFF) == BOM) {
      return SkipCause.NOT_JSON;
    }
    try (JsonParser parser = FACTORY.createParser(bytes)) {
      int depth = 0;
      JsonToken token = parser.nextToken();
      if (token == null) {
        return SkipCause.NOT_JSON;
      }
      do {
        if (token.isStructStart()) {
          depth++;
        } else if (token.isStructEnd()) {
          depth--;
        }
        token = parser.nextToken();
      } while (depth > 0 && token != null);
      // A second value, or an end in the middle of the first.
      return token == null && depth == 0 ? null : SkipCause.NOT_JSON;
    } catch (StreamConstraintsException e) {
      return SkipCause.TOO_DEEP;
    } catch (IOException e) {
      return SkipCause.NOT_JSON;
    }
  }
}
