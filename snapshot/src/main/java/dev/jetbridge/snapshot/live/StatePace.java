package dev.jetbridge.snapshot.live;

import dev.jetbridge.stream.ProvenReplay.Supply;
import java.time.Duration;

/**
 * How a state is fed.
 *
 * @param supply how much is asked of the broker at a time
 * @param retry time before a lost stream is looked for again
 * @param look time between looks at the stream's last sequence
 * @param checkpoint time between checkpoints
 * @param patience how long the place of checkpoints may fail before the state is made without it
 */
public record StatePace(
    Supply supply, Duration retry, Duration look, Duration checkpoint, Duration patience) {}
