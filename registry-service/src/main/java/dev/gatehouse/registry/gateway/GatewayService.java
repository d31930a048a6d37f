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
import dev.gatehouse.registry.RegistryProblem;
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
public class GatewayService {
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
  private final GatewayConfig config;

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
      ObjectMapper mapper,
      GatewayConfig config) {
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
    this.config = config;
  }

  @Transactional
  Page<GatewayView> page(PageRequest request) {
    return page(GatewayKind.GATEWAY, request)
        .map(found -> found.stream().map(gateway -> GatewayView.of(gateway, origin)).toList());
  }

  @Transactional(Transactional.TxType.MANDATORY)
  public Page<Gateway> page(GatewayKind kind, PageRequest request) {
    return gateways.page(kind, request);
  }

  @Transactional
  GatewayView view(UUID id) {
    return GatewayView.of(get(GatewayKind.GATEWAY, id), origin);
  }

  @Transactional
  GatewayView create(GatewayRequest request) {
    return GatewayView.of(create(GatewayKind.GATEWAY, request), origin);
  }

  @Transactional(Transactional.TxType.MANDATORY)
  public Gateway create(GatewayKind kind, GatewayRequest request) {
    require(request.check());
    OrganisationChanged organisation = organisation();
    catalog.beginChange(organisation.organisation());
    UUID id = UuidCreator.getTimeOrderedEpoch();
    if (gateways.count() >= config.maxPerOrganisation()) {
      throw ProblemException.of(
          RegistryProblem.QUOTA_REACHED,
          "An organisation can have %d gateways, agents and runners together."
              .formatted(config.maxPerOrganisation()));
    }
    String slug =
        slugs.take(organisation.organisation(), kind.value(), id, String.valueOf(request.name()));
    Gateway gateway = new Gateway(kind, organisation, id, slug, request);
    gateways.persist(gateway);
    publication.publish(gateway);
    gateways.flush();
    audit.record(kind.value() + ".create", target(gateway), null, GatewayRequest.of(gateway));
    return gateway;
  }

  /** Applies a merge patch (RFC 7396). */
  @Transactional(rollbackOn = JsonProcessingException.class)
  GatewayView update(UUID id, JsonNode patch) throws JsonProcessingException {
    return GatewayView.of(update(lock(GatewayKind.GATEWAY, id), patch), origin);
  }

  /** The same for what the caller has locked. */
  @Transactional(Transactional.TxType.MANDATORY)
  public Gateway update(Gateway gateway, JsonNode patch) throws JsonProcessingException {
    ifMatch.require(gateway.version);
    GatewayRequest before = GatewayRequest.of(gateway);
    JsonNode merged = MergePatch.apply(mapper.valueToTree(before), patch);
    GatewayRequest after = mapper.treeToValue(merged, GatewayRequest.class);
    require(after.check());
    if (after.equals(before)) {
      return gateway; // nothing to tell anybody
    }
    gateway.apply(after);
    publication.publish(gateway);
    gateways.flush();
    audit.record(
        gateway.kind.value() + ".update", target(gateway), before, GatewayRequest.of(gateway));
    return gateway;
  }

  @Transactional
  public void delete(GatewayKind kind, UUID id) {
    Gateway gateway = lock(kind, id);
    ifMatch.require(gateway.version);
    publication.withdraw(gateway);
    gateways.delete(gateway);
    gateways.flush();
    slugs.release(id);
    audit.record(kind.value() + ".delete", target(gateway), GatewayRequest.of(gateway), null);
  }

  /**
   * @throws ProblemException if the caller's organisation has none of this id
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public Gateway get(GatewayKind kind, UUID id) {
    return gateways
        .findByIdOptional(id)
        .filter(gateway -> gateway.kind == kind)
        .orElseThrow(() ->
            ProblemException.of(
                CommonProblem.NOT_FOUND, "There is no such %s.".formatted(kind.value())));
  }

  /** The gateway, which nobody else changes until the transaction ends. */
  @Transactional(Transactional.TxType.MANDATORY)
  public Gateway lock(GatewayKind kind, UUID id) {
    catalog.beginChange(callers.get().organisation());
    return get(kind, id);
  }

  private OrganisationChanged organisation() {
    OrganisationChanged organisation = identities.organisation(callers.get().organisation());
    if (organisation == null) {
      throw ProblemException.of(
          CommonProblem.UNAVAILABLE, "The organisation is not known here yet; try again.");
    }
    return organisation;
  }

  public static void require(List<FieldError> errors) {
    if (!errors.isEmpty()) {
      throw ProblemException.invalid(errors);
    }
  }

  private static Target target(Gateway gateway) {
    return Target.of(gateway.kind.value(), gateway.id.toString(), gateway.name);
  }
}
