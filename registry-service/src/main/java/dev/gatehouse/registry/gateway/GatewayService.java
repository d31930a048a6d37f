package dev.gatehouse.registry.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.f4b6a3.uuid.UuidCreator;
import dev.gatehouse.platform.change.IfMatch;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.event.IdentityEvent.OrganisationChanged;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.Problem.FieldError;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.platform.security.CurrentCaller;
import dev.gatehouse.platform.security.Origin;
import dev.gatehouse.registry.audit.ChangeAudit;
import dev.gatehouse.registry.catalog.Catalog;
import dev.gatehouse.registry.page.Page;
import dev.gatehouse.registry.page.PageRequest;
import dev.gatehouse.registry.patch.MergePatch;
import dev.gatehouse.registry.slug.SlugSpace;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;

/** Gateways: row, catalogue events and audit record in one transaction. */
@ApplicationScoped
class GatewayService {
  private static final String KIND = "gateway";

  private final GatewayRepository gateways;
  private final GatewayPublication publication;
  private final SlugSpace slugs;
  private final Catalog catalog;
  private final ChangeAudit audit;
  private final IdentityView identities;
  private final CurrentCaller callers;
  private final IfMatch ifMatch;
  private final Origin origin;
  private final ObjectMapper mapper;

  GatewayService(
      GatewayRepository gateways,
      GatewayPublication publication,
      SlugSpace slugs,
      Catalog catalog,
      ChangeAudit audit,
      IdentityView identities,
      CurrentCaller callers,
      IfMatch ifMatch,
      Origin origin,
      ObjectMapper mapper) {
    this.gateways = gateways;
    this.publication = publication;
    this.slugs = slugs;
    this.catalog = catalog;
    this.audit = audit;
    this.identities = identities;
    this.callers = callers;
    this.ifMatch = ifMatch;
    this.origin = origin;
    this.mapper = mapper;
  }

  @Transactional
  Page<GatewayView> page(PageRequest request) {
    return gateways
        .page(request)
        .map(found -> found.stream().map(gateway -> GatewayView.of(gateway, origin)).toList());
  }

  @Transactional
  GatewayView view(UUID id) {
    return GatewayView.of(get(id), origin);
  }

  @Transactional
  GatewayView create(GatewayRequest request) {
    require(request.check());
    OrganisationChanged organisation = organisation();
    catalog.beginChange(organisation.organisation());
    UUID id = UuidCreator.getTimeOrderedEpoch();
    String slug = slugs.take(organisation.organisation(), KIND, id, String.valueOf(request.name()));
    Gateway gateway =
        new Gateway(organisation.organisation(), organisation.slug(), id, slug, request);
    gateways.persist(gateway);
    publication.publish(gateway);
    gateways.flush();
    audit.record("gateway.create", target(gateway), null, GatewayRequest.of(gateway));
    return GatewayView.of(gateway, origin);
  }

  /** Applies a merge patch (RFC 7396). */
  @Transactional(rollbackOn = JsonProcessingException.class)
  GatewayView update(UUID id, JsonNode patch) throws JsonProcessingException {
    Gateway gateway = lock(id);
    ifMatch.require(gateway.version);
    GatewayRequest before = GatewayRequest.of(gateway);
    JsonNode merged = MergePatch.apply(mapper.valueToTree(before), patch);
    GatewayRequest after = mapper.treeToValue(merged, GatewayRequest.class);
    require(after.check());
    gateway.apply(after);
    publication.publish(gateway);
    gateways.flush();
    audit.record("gateway.update", target(gateway), before, GatewayRequest.of(gateway));
    return GatewayView.of(gateway, origin);
  }

  @Transactional
  void delete(UUID id) {
    Gateway gateway = lock(id);
    ifMatch.require(gateway.version);
    publication.withdraw(gateway);
    gateways.delete(gateway);
    gateways.flush();
    slugs.release(id);
    audit.record("gateway.delete", target(gateway), GatewayRequest.of(gateway), null);
  }

  /**
   * @throws ProblemException if the caller's organisation has none of this id
   */
  @Transactional(Transactional.TxType.MANDATORY)
  Gateway get(UUID id) {
    return gateways
        .findByIdOptional(id)
        .orElseThrow(
            () -> ProblemException.of(CommonProblem.NOT_FOUND, "There is no such gateway."));
  }

  /** The gateway, which nobody else changes until the transaction ends. */
  @Transactional(Transactional.TxType.MANDATORY)
  Gateway lock(UUID id) {
    catalog.beginChange(callers.get().organisation());
    return get(id);
  }

  private OrganisationChanged organisation() {
    OrganisationChanged organisation = identities.organisation(callers.get().organisation());
    if (organisation == null) {
      throw ProblemException.of(
          CommonProblem.UNAVAILABLE, "The organisation is not known here yet; try again.");
    }
    return organisation;
  }

  static void require(List<FieldError> errors) {
    if (!errors.isEmpty()) {
      throw ProblemException.invalid(errors);
    }
  }

  private static Target target(Gateway gateway) {
    return Target.of(KIND, gateway.id.toString(), gateway.name);
  }
}
