package dev.jetbridge.snapshot.live;

/**
 * What came of a wish to forget.
 *
 * @param items how many were held and are not any more
 * @param checkpointed whether no checkpoint holds them either
 */
public record Forgotten(int items, boolean checkpointed) {}
