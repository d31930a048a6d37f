package dev.gatehouse.platform.tenancy;

import io.quarkus.arc.Unremovable;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.hibernate.orm.PersistenceUnitExtension;
import io.quarkus.hibernate.orm.runtime.tenant.TenantResolver;
import jakarta.enterprise.context.RequestScoped;

/** Tells Hibernate the organisation of each session, for entities with {@code @TenantId}. */
@PersistenceUnitExtension
@RequestScoped
@Unremovable
@IfBuildProperty(name = "gatehouse.database", stringValue = "true")
class OrganisationResolver implements TenantResolver {
  private final Tenancy tenancy;

  OrganisationResolver(Tenancy tenancy) {
    this.tenancy = tenancy;
  }

  @Override
  public String getDefaultTenantId() {
    return Tenancy.NOBODY;
  }

  @Override
  public String resolveTenantId() {
    return tenancy.current();
  }

  @Override
  public boolean isRoot(String tenantId) {
    return Tenancy.PLATFORM.equals(tenantId);
  }
}
