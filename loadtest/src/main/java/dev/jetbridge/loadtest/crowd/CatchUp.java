package dev.jetbridge.loadtest.crowd;

/**
 * A viewer that has caught up with everything that had been acknowledged when it was let in.
 *
 * @param storm which time it was cut off, from 1; 0 for a replay
 * @param nanos since it was cut off and free to come back, or since its replay began
 */
public record CatchUp(int storm, long nanos) {}
