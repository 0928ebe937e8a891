package dev.jetbridge.loadtest.oracle;

/**
 * One broken word.
 *
 * @param viewer who was told wrong, by its number in the run
 * @param connection which of the viewer's connections, from 1
 * @param acrossReconnect whether it concerns what came before that connection: the resumption went
 *     wrong rather than the feed
 * @param seq the sequence it is about
 * @param detail what was found and what was expected
 */
public record Violation(
    Kind kind,
    int viewer,
    int connection,
    boolean acrossReconnect,
    long seq,
    String detail,
    Evidence evidence) {}
