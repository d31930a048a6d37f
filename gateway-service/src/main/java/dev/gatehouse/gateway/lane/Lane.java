package dev.gatehouse.gateway.lane;

import dev.gatehouse.gateway.audit.SpoolWriter;
import dev.gatehouse.gateway.upstream.Upstreams;

/** What one event loop owns and touches without a lock. */
public record Lane(Upstreams upstreams, SpoolWriter spool, UnreadAnswers answers) {}
