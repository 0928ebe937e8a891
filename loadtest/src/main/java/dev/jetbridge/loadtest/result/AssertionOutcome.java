package dev.jetbridge.loadtest.result;

/** An assertion, what was found, and whether it held. */
public record AssertionOutcome(String assertion, String found, boolean held) {}
