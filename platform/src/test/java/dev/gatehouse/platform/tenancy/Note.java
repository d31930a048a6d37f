package dev.gatehouse.platform.tenancy;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.UUID;
import org.hibernate.annotations.TenantId;

/** A row that belongs to an organisation, for the tests of this package. */
@Entity
public class Note {
  @Id UUID id;
  @TenantId String organisation;
  String text;
}
