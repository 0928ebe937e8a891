package dev.jetbridge.loadtest.result;

import dev.jetbridge.loadtest.measure.Quantiles;

/** One step of a ramp, and what it was like. */
public record Step(String label, double deliveredPerSecond, Quantiles latency) {}
