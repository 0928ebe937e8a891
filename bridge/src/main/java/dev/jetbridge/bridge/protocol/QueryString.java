package dev.jetbridge.bridge.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The query of a request target, read strictly as {@code application/x-www-form-urlencoded} (WHATWG
 * URL §5.1): {@code +} is a space, what is escaped is UTF-8. Where that standard would put U+FFFD,
 * this is a refusal: a cursor or subject that was garbled on its way must not pass for another one.
 */
final class QueryString {
  private static final int HEX_DIGITS = 2;

  private QueryString() {}

  /** What became of a query. */
  sealed interface Result {
    /** Its parameters, in order, decoded; none holds a control character. */
    record Parameters(List<Parameter> parameters) implements Result {}

    /** It is not well-formed. */
    record Malformed(String detail) implements Result {}
  }

  /** One parameter, decoded. */
  record Parameter(String name, String value) {}

  /** Reads what follows the {@code ?}; empty pieces between {@code &} are no parameters. */
  static Result read(String query) {
    List<Parameter> parameters = new ArrayList<>();
    for (String piece : query.split("&", -1)) {
      if (piece.isEmpty()) {
        continue;
      }
      int equals = piece.indexOf('=');
      if (equals < 0) {
        return new Result.Malformed("parameter without '=' found, expected name=value");
      }
      try {
        parameters.add(
            new Parameter(decode(piece.substring(0, equals)), decode(piece.substring(equals + 1))));
      } catch (CharacterCodingException e) {
        return new Result.Malformed(
            "parameter "
                + (parameters.size() + 1)
                + " holds "
                + reason(e)
                + ", expected text in"
                + " percent-encoded UTF-8 without control characters");
      }
    }
    return new Result.Parameters(parameters);
  }

  private static String reason(CharacterCodingException e) {
    return e instanceof Undecodable undecodable ? undecodable.found : "bytes that are not UTF-8";
  }

  private static String decode(String text) throws CharacterCodingException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '+') {
        bytes.write(' ');
      } else if (c != '%') {
        bytes.write(c < 0x80 ? c : 0xFF);
      } else if (i + HEX_DIGITS < text.length() && isHex(text, i + 1) && isHex(text, i + 2)) {
        bytes.write(Integer.parseInt(text, i + 1, i + 1 + HEX_DIGITS, 16));
        i += HEX_DIGITS;
      } else {
        throw new Undecodable("a '%' without two hex digits");
      }
    }
    String decoded =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
    if (decoded.chars().anyMatch(Character::isISOControl)) {
      throw new Undecodable("a control character");
    }
    return decoded;
  }

  private static boolean isHex(String text, int index) {
    return Character.digit(text.charAt(index), 16) >= 0 && text.charAt(index) < 0x80;
  }

  /** What a decoder of bytes cannot say: which rule of the form was broken. */
  private static final class Undecodable extends CharacterCodingException {
    private static final long serialVersionUID = 1;
    private final String found;

    Undecodable(String found) {
      this.found = found;
    }
  }
}
