package dev.gatehouse.audit.trail;

/**
 * What became of rows; the rest of them was there already, as it came.
 *
 * @param stored how many were new
 * @param conflicts how many came under the id of another record of their organisation, the same
 *     day: which was first is kept, these are not
 */
public record Written(int stored, int conflicts) {
  public static final Written NOTHING = new Written(0, 0);

  /** What became of these and of more. */
  public Written and(Written more) {
    return new Written(stored + more.stored, conflicts + more.conflicts);
  }
}
