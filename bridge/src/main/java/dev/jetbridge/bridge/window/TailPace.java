package dev.jetbridge.bridge.window;

import dev.jetbridge.stream.ProvenReplay.Supply;
import java.time.Duration;

/**
 * How the tail reads.
 *
 * @param supply how much is asked of the broker at a time
 * @param fill newest events to fill the window with at start
 * @param maxAge how long an entry stays
 * @param trimInterval time between looks at the stream's first sequence
 * @param retry time before a lost stream is looked for again
 */
public record TailPace(
    Supply supply, int fill, Duration maxAge, Duration trimInterval, Duration retry) {}
