package dev.jetbridge.loadtest.result;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * Whether a run measured the server rather than the generator.
 *
 * @param reasons why not; empty for a valid run
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Validity(List<String> reasons) {
  public boolean valid() {
    return reasons.isEmpty();
  }
}
