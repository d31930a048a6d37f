package dev.gatehouse.audit.query;

import org.jspecify.annotations.Nullable;

/**
 * A page of records to list, newest first.
 *
 * @param after the last record of the page before
 */
record AuditQuery(Filter filter, @Nullable Cursor after, int limit) {}
