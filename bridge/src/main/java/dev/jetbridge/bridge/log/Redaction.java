package dev.jetbridge.bridge.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.jetbridge.config.Secret;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Masks what looks like a secret, wherever it stands in a text: bearer tokens and subprotocols,
 * {@code Authorization} values, user and password in URLs, values named password or token, NATS
 * seeds, JSON Web Tokens and private keys in PEM; and exactly the secrets that this process knows.
 * Rather a word too many is masked than one too few. A text that is then above {@value #MAX_CHARS}
 * characters is cut, which bounds the work that a hostile one can make.
 */
public final class Redaction {
  private static final int MAX_CHARS = 64 << 10;

  /** What is looked at beyond that: a secret of which half is left is known by the other half. */
  private static final int BEYOND = 4 << 10;

  /** A known secret that is shorter stands for too much else. */
  private static final int LEAST_KNOWN = 6;

  private static final String VALUE =
      "(?:\"(?:[^\"\\\\]|\\\\.)*+\"?|'[^']*+'?|[^\\s\"',;&\\])}>]++)";
  private static final List<Rule> RULES =
      List.of(
          Rule.of(
              "",
              "-----BEGIN [A-Z0-9 ]*?PRIVATE KEY-----(?s:.*?)"
                  + "(?:-----END [A-Z0-9 ]*?PRIVATE KEY-----|\\z)"),
          Rule.of("authorization[\"']?\\s*+[:=]\\s*+\\[?", "(?:[a-z]++[ \\t]++)?" + VALUE),
          Rule.of("\\bbearer\\s++", VALUE),
          Rule.of("\\bbearer\\.", VALUE),
          Rule.of("", "(?<![A-Z2-7])(?-i:S[UAONCX][A-Z2-7]{40,}+)"),
          Rule.of("", "(?<![\\w-])(?>[\\w-]*?(?-i:eyJ))[\\w-]{5,}+(?:\\.[\\w-]++){1,2}"),
          Rule.of(
              "(?:\\bpass|password|passwd|passphrase|secret|token|jwt|\\bnkey|api[_-]?key)"
                  + "[\"']?\\s*+[=:]\\s*+",
              VALUE),
          Rule.of("[?&](?:auth|key|code|sig)=", VALUE));

  private final List<String> known;

  private Redaction(List<String> known) {
    this.known = known;
  }

  /** Masks by shape, and the given secrets exactly, those shorter than 6 characters left out. */
  public static Redaction knowing(Collection<Secret> secrets) {
    return new Redaction(
        secrets.stream()
            .map(Secret::value)
            .filter(secret -> secret.length() >= LEAST_KNOWN)
            .distinct()
            // One secret may begin with another: the longer goes first.
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList());
  }

  /** The text without its secrets. */
  public String apply(String text) {
    String clean = text;
    for (String secret : known) {
      clean = clean.replace(secret, Secret.MASK);
    }
    boolean isCut = clean.length() > MAX_CHARS;
    clean = atMost(MAX_CHARS + BEYOND, clean);
    clean = withoutUserInfo(clean);
    for (Rule rule : RULES) {
      clean = rule.apply(clean);
    }
    return isCut ? atMost(MAX_CHARS, clean) + "... (cut)" : clean;
  }

  private static String atMost(int length, String text) {
    return text.length() > length ? text.substring(0, length) : text;
  }

  /** The same value, its texts without their secrets; its names stay. */
  public JsonNode apply(JsonNode value) {
    return switch (value) {
      case TextNode text -> TextNode.valueOf(apply(text.textValue()));
      case ArrayNode array -> {
        ArrayNode clean = array.arrayNode(array.size());
        array.forEach(item -> clean.add(apply(item)));
        yield clean;
      }
      case ObjectNode object -> {
        ObjectNode clean = object.objectNode();
        object.properties().forEach(member -> clean.set(member.getKey(), apply(member.getValue())));
        yield clean;
      }
      default -> value;
    };
  }

  /**
   * Masks what stands between {@code ://} and the last {@code @} of a word: passwords may hold
   * anything else. Done by hand because a pattern would take quadratic time on hostile text.
   */
  private static String withoutUserInfo(String text) {
    int scheme = text.indexOf("://");
    if (scheme < 0 || text.indexOf('@', scheme) < 0) {
      return text;
    }
    StringBuilder clean = new StringBuilder(text.length());
    int copied = 0;
    while (scheme >= 0) {
      int authority = scheme + 3;
      int end = authority;
      int at = -1;
      for (; end < text.length() && !Character.isWhitespace(text.charAt(end)); end++) {
        at = text.charAt(end) == '@' ? end : at;
      }
      if (at >= 0) {
        clean.append(text, copied, authority).append(Secret.MASK);
        copied = at;
      }
      scheme = text.indexOf("://", end);
    }
    return clean.append(text, copied, text.length()).toString();
  }

  /** What is masked: all that matches {@code secret} right after {@code before}. */
  private record Rule(Pattern pattern) {
    static Rule of(String before, String secret) {
      return new Rule(Pattern.compile("(" + before + ")" + secret, Pattern.CASE_INSENSITIVE));
    }

    String apply(String text) {
      Matcher matcher = pattern.matcher(text);
      return matcher.replaceAll("$1" + Matcher.quoteReplacement(Secret.MASK));
    }
  }
}
