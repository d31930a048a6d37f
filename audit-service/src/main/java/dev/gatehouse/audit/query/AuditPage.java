package dev.gatehouse.audit.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records, newest first.
 *
 * @param nextCursor leads to older records; absent on the last page
 */
record AuditPage(List<StoredRecord> events, @Nullable String nextCursor) {}
