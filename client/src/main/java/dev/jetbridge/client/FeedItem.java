package dev.jetbridge.client;

/** What a feed hands to its reader, in the order in which it came about. */
public sealed interface FeedItem
    permits FeedEvent,
        Bookmark,
        SnapshotBegin,
        SnapshotItem,
        SnapshotEnd,
        Skipped,
        Upstream,
        FeedState {}
