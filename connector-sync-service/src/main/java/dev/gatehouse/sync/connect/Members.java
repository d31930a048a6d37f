package dev.gatehouse.sync.connect;

import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.kafka.CompactedTopicReader;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.BooleanSupplier;

/**
 * Whether somebody belongs to an organisation. After a start nobody is known for a while: that is
 * no reason to take anything from anybody.
 */
@ApplicationScoped
class Members {
  private final IdentityView view;
  private final BooleanSupplier known;

  enum Standing {
    MEMBER,
    /** Is one, and may do nothing for the time being. */
    SUSPENDED,
    NONE,
    /** All members have not been heard of yet. */
    UNKNOWN
  }

  @Inject
  Members(IdentityView view, @Identifier("identity") CompactedTopicReader reader) {
    this(view, reader::caughtUp);
  }

  /**
   * @param known whether all members have been heard of
   */
  Members(IdentityView view, BooleanSupplier known) {
    this.view = view;
    this.known = known;
  }

  /** Whether all members have been heard of. */
  boolean known() {
    return known.getAsBoolean();
  }

  Standing standing(String organisation, String user) {
    boolean all = known.getAsBoolean(); // before the view is asked, which only grows until then
    if (view.role(organisation, user) != null) {
      return Standing.MEMBER;
    }
    if (view.isMember(organisation, user)) {
      return Standing.SUSPENDED;
    }
    return all ? Standing.NONE : Standing.UNKNOWN;
  }
}
