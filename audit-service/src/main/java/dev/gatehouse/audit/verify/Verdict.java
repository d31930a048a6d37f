package dev.gatehouse.audit.verify;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What verification has found.
 *
 * @param intact whether every record, chain and digest is as it was written
 * @param first the first that is not, oldest day first; null if intact
 * @param records that were gone over
 * @param chains of how many days and classes there are records
 * @param digests how many signatures were checked
 * @param unsigned records that no digest tells of yet; the next one does
 * @param retired days and classes of which records were removed at their time; their digests were
 *     checked, and what came late, after that, goes on from them
 * @param lastRetired the newest such day; null if there is none. That its time was over is what the
 *     database says, and its owner could have it say anything: compare with what is to be kept
 * @param key which key signs the digests
 * @param publicKey the key itself, SubjectPublicKeyInfo in base64
 */
record Verdict(
    boolean intact,
    @Nullable Finding first,
    @Nullable LocalDate from,
    @Nullable LocalDate to,
    long records,
    long chains,
    long digests,
    long unsigned,
    long retired,
    @Nullable LocalDate lastRetired,
    String key,
    String publicKey,
    Instant at) {}
