package dev.jetbridge.bridge.protocol;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request that is turned down.
 *
 * @param problem why
 * @param headers what its status asks for beside the body, such as {@code Retry-After}
 */
public record Refusal(Problem problem, Map<String, String> headers) {
  public Refusal {
    headers = Map.copyOf(headers);
  }

  /** One that needs no further header. */
  public static Refusal of(ProblemType type, String detail) {
    return new Refusal(new Problem(type, detail), Map.of());
  }

  /** This with one more header. */
  public Refusal with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Refusal(problem, more);
  }

  /** The answer that says so. */
  public HttpAnswer answer() {
    HttpAnswer answer = HttpAnswer.problem(problem).with("Cache-Control", "no-store");
    for (Map.Entry<String, String> header : headers.entrySet()) {
      answer = answer.with(header.getKey(), header.getValue());
    }
    return answer;
  }
}
