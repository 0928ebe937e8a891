package dev.jetbridge.demo.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened in the cluster: what one event says, without its number and its time.
 *
 * @param kind what it is about
 * @param verb what happened, in the past tense: {@code started}
 * @param tenant whose it is
 * @param subject id of the one thing that it happened to; all that happens to a cell has its id
 *     here
 * @param partition id of what must be read in order with it: the formation, or the tenant
 * @param agent the node whose agent reports it, or null where the control plane does
 * @param data what is known of it after it happened
 */
public record Happening(
    Kind kind,
    String verb,
    String tenant,
    String subject,
    String partition,
    @Nullable Node agent,
    ObjectNode data) {}
