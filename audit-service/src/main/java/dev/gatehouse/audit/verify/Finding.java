package dev.gatehouse.audit.verify;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The first thing that is not as it was written.
 *
 * @param day null for what concerns a digest, or the whole trail
 * @param retentionClass null where the day is
 * @param seq place in the chain of the day, from 1; null where the day is
 * @param record id of the record at that place, if there is one
 * @param digest number of the digest, for what concerns one
 * @param detail for a person
 */
public record Finding(
    Kind kind,
    @Nullable LocalDate day,
    @Nullable String retentionClass,
    @Nullable Long seq,
    @Nullable String record,
    @Nullable Long digest,
    String detail) {

  /** What was done to it, as far as that can be told. */
  public enum Kind {
    /** A record's content, time of writing or columns were changed. */
    ALTERED,
    /** A record is missing in the middle. */
    DELETED,
    /** A record is there that was never written by ingest, or a table that it never made. */
    INSERTED,
    /** Records have changed places. */
    REORDERED,
    /** Records are missing at the end. */
    CUT,
    /** A digest is missing, was changed, or is signed by another key. */
    DIGEST
  }
}
