package dev.jetbridge.loadtest.result;

import java.util.List;

/** One violation with its circumstances. */
public record Sample(
    String kind,
    int viewer,
    int connection,
    boolean acrossReconnect,
    long seq,
    String detail,
    List<String> frames) {}
