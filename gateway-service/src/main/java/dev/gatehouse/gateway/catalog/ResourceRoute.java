package dev.gatehouse.gateway.catalog;

/**
 * Where a URI that a client names is read.
 *
 * @param feature the resource, or the template that the URI was made of
 * @param upstreamUri as the connector's server knows it
 */
public record ResourceRoute(GatewayFeature feature, String upstreamUri) {}
