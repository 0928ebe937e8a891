package dev.jetbridge.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/** The judgement of {@link JsonText} by a well-kept parser and the JDK's decoder. */
final class JacksonText {
  // Detection of other charsets is off, and bounds on what the RFC leaves open are lifted.
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(EventReader.MAX_DEPTH)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private JacksonText() {}

  /** What is wrong with the bytes; null where nothing is. */
  static @Nullable SkipCause fault(byte[] bytes) {
    String text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return SkipCause.NOT_UTF8;
    }
    if (text.startsWith("\uFEFF")) {
      return SkipCause.NOT_JSON;
    }
    // Since 2.21 the parser refuses escapes of lone surrogates in names: RFC 7493, not RFC 8259.
    // Another hexadecimal digit in their place changes nothing in the grammar. It reads bytes
    // since,
    // from characters, it takes some beyond ASCII for hexadecimal digits.
    return grammarFault(text.replaceAll("\\\\u[dD]", "\\\\uc").getBytes(UTF_8));
  }

  /** What the parser alone finds wrong with well-formed UTF-8. */
  static @Nullable SkipCause grammarFault(byte[] bytes) {
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
      return token == null && depth == 0 ? null : SkipCause.NOT_JSON;
    } catch (StreamConstraintsException e) {
      return SkipCause.TOO_DEEP;
    } catch (IOException e) {
      return SkipCause.NOT_JSON;
    }
  }
}
