"""All functions of ministack that are replaced, in one list."""

from __future__ import annotations

from local.emulator.gateway import (
    authorizers,
    backend_certificates,
    connections,
    deployments,
    execution_logs,
    firewall_control,
    http_api,
    http_control,
    lambda_control,
    load_balancers,
    metric_filters,
    precedence,
    private_domains,
    rest_api,
    rest_control,
    routing_rules,
    throttling,
    vpc_links,
    websocket_api,
)
from local.emulator.gateway.ministack import FIREWALLS, HTTP, LAMBDA, LOGS, REST
from local.emulator.gateway.state import keep

HTTP_EXECUTION = "api_id stage path method headers body query_params owner_account_id owner_region raw_query_string"
REST_EXECUTION = "request api_id stage_name method path headers body query_params owner_account_id owner_region"
ROUTER = "method path headers body query_params"


def install() -> None:
    """Puts the data plane of this folder in the place of ministack's.

    Raises:
        ReplacementError: ministack is not the version that this was written for.
    """
    precedence.install()
    load_balancers.correct()
    keep(HTTP, {"models": http_control.models, "routing_rules": routing_rules.rules, "vpc_links": vpc_links.links})
    HTTP.replace("_handle_execute_in_scope", HTTP_EXECUTION, lambda _: http_api.answer)
    HTTP.replace("_create_integration", "api_id data", http_control.creating_integration)
    HTTP.replace("_update_integration", "api_id int_id data", http_control.updating_integration)
    HTTP.replace("_delete_api", "api_id", http_control.deleting_api)
    HTTP.replace("_create_stage", "api_id data", execution_logs.creating_stage)
    HTTP.replace("_update_stage", "api_id stage_name data", execution_logs.updating_stage)
    HTTP.replace("_delete_domain_name", "name", routing_rules.deleting_domain)
    REST.replace("_delete_domain_name", "domain_name", routing_rules.deleting_domain)
    HTTP.replace("handle_request", ROUTER, http_control.handling)
    HTTP.replace("handle_websocket", "scope receive send api_id path_override", lambda _: websocket_api.serve)
    HTTP.replace("handle_connections_api", "method api_id stage connection_id body headers", connections.managing)
    HTTP.replace(
        "_invoke_request_authorizer_lambda",
        "authorizer event account_id region",
        authorizers.invoking_for_payload,
    )

    for name in deployments.DEPLOYED:
        REST.put(name, deployments.DeployedStore(name))
    keep(
        REST,
        {
            "deployed_apis": deployments.snapshots,
            "vpc_links": vpc_links.rest_links,
            "client_certificates": backend_certificates.certificates,
            "access_associations": private_domains.associations,
        },
    )
    REST.replace("_execute_in_scope", REST_EXECUTION, lambda _: rest_api.answer)
    REST.replace("resolve_base_path_mapping", "domain_name path", routing_rules.resolving)
    REST.replace("_take_token", "slot limits", lambda _: throttling.take_rest_token)
    REST.replace("_invoke_authorizer_lambda", "authorizer event account_id region", authorizers.noting_usage_key)
    REST.replace("_apply_patch", "obj patch_ops", rest_control.patched)
    REST.replace("_create_deployment", "api_id data", deployments.creating)
    REST.replace("_delete_deployment", "api_id deployment_id", deployments.deleting)
    REST.replace("_put_integration", "api_id resource_id http_method data", rest_control.putting_integration)
    REST.replace("_create_stage", "api_id data", rest_control.creating_stage)
    REST.replace("_update_stage", "api_id stage_name data", rest_control.updating_stage)
    REST.replace("_create_domain_name", "data", private_domains.creating_domain)
    REST.replace("_delete_rest_api", "api_id", rest_control.deleting_api)
    REST.replace("handle_request", ROUTER, rest_control.handling)

    LAMBDA.replace(
        "_put_provisioned_concurrency", "func_name qualifier data", lambda_control.putting_provisioned_concurrency
    )
    LOGS.replace("_put_metric_filter", "data", metric_filters.putting)
    LOGS.replace("_append_log_events", "stream events", metric_filters.appending)

    keep(FIREWALLS, {"logging_configurations": firewall_control.logging_configurations})
    FIREWALLS.replace("_update_ip_set", "data", firewall_control.updating_ip_set)
    FIREWALLS.replace("_create_web_acl", "data", firewall_control.creating)
    FIREWALLS.replace("_update_web_acl", "data", firewall_control.updating)
    FIREWALLS.replace("_delete_web_acl", "data", firewall_control.deleting)
    FIREWALLS.replace("_associate_web_acl", "data", firewall_control.associating)
    FIREWALLS.replace("_disassociate_web_acl", "data", firewall_control.disassociating)
    FIREWALLS.replace("handle_request", ROUTER, firewall_control.handling)
