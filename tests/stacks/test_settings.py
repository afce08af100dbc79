import json
from pathlib import Path
from typing import Any

import pulumi
import pytest
import yaml

from components.access_logs import RETENTION_DAYS
from stacks.settings import Settings
from stacks.settings_error import SettingsError
from stacks.stack_config import read_settings
from stacks.surroundings import CognitoIdentity, OidcIdentity

ROOT = Path(__file__).parents[2]


def as_pulumi_gives_it(config: dict[str, Any]) -> dict[str, str]:
    """A configuration as a program gets it: a text stays as it is, anything else becomes its JSON text."""
    return {key: value if isinstance(value, str) else json.dumps(value) for key, value in config.items()}


def read(config: dict[str, Any], *secret_keys: str) -> Settings:
    return read_settings(as_pulumi_gives_it(config), secret_keys, "shop", "test")


LOOK_UP = {"vpcTags": {"Name": "main"}, "privateSubnetTags": {"Tier": "private"}}


def valid() -> dict[str, Any]:
    return {
        "aws:region": "eu-west-1",
        "shop:orders": {
            "throttle": {"rate": 200, "burst": 400},
            "createThrottle": {"rate": 20.5, "burst": 40},
            "cors": {"origins": ["https://shop.example.com", "http://localhost:3000"]},
        },
        **others(),
    }


def others() -> dict[str, Any]:
    """What has to be said beside the orders API."""
    throttle = {"rate": 50, "burst": 100}
    plan = {"throttle": throttle, "requestsPerDay": 1000}
    return {
        "shop:users": {"throttle": throttle, "cors": {"origins": ["https://shop.example.com"]}},
        "shop:payments": {
            "throttle": throttle,
            "allowedIpRanges": ["203.0.113.0/24"],
            "plans": {"trial": plan, "partner": plan},
        },
        "shop:notifications": {"throttle": throttle},
        "shop:catalog": {"throttle": throttle, "port": 8080, "targets": {"first": "10.0.0.10"}},
        "shop:ledger": {"throttle": throttle, "port": 8080},
        "shop:network": {"zones": ["eu-west-1a", "eu-west-1b"]},
        "shop:domain": {"name": "shop.example.com"},
    }


def problems_of(config: dict[str, Any], *secret_keys: str) -> dict[str, str]:
    """Each path with the rest of its problem, on one line."""
    with pytest.raises(SettingsError) as caught:
        read(config, *secret_keys)
    assert isinstance(caught.value, pulumi.RunError)
    split = [" ".join(problem.split()).partition(" found: ") for problem in caught.value.problems]
    assert len({path for path, _, _ in split}) == len(split)
    return {path: rest for path, _, rest in split}


@pytest.mark.parametrize("stack", ["local", "dev", "staging", "prod"])
def test_the_stacks_of_the_project_are_valid(stack: str) -> None:
    config = yaml.safe_load((ROOT / "stacks" / f"Pulumi.{stack}.yaml").read_text())["config"]
    settings = read(config)
    assert settings.orders.throttle.rate > settings.orders.create_throttle.rate
    assert settings.tags["environment"] == stack


def test_values_are_typed() -> None:
    settings = read({**valid(), "shop:deletionProtection": False, "shop:tags": {"team": "payments"}})
    assert settings.region == "eu-west-1"
    assert (settings.orders.throttle.rate, settings.orders.create_throttle.rate) == (200.0, 20.5)
    assert settings.orders.cors.origins == ["https://shop.example.com", "http://localhost:3000"]
    assert settings.deletion_protection is False
    assert settings.tags == {"team": "payments"}


def test_what_is_left_out_is_safe() -> None:
    settings = read(valid())
    assert settings.identity == CognitoIdentity(provider="cognito")
    assert settings.deletion_protection is True
    assert settings.logs.retention_days == 30
    assert (settings.domain.zone_id, settings.ledger.targets, settings.alarms.emails) == (None, {}, [])


def test_another_provider_may_sign_the_tokens() -> None:
    identity = {"provider": "oidc", "issuer": "https://login.example.com/", "audiences": ["orders"]}
    settings = read({**valid(), "shop:identity": identity})
    assert settings.identity == OidcIdentity.model_validate(identity)


def test_keys_of_providers_are_none_of_ours() -> None:
    assert read({**valid(), "aws:profile": "dev", "pulumi:tags": {"team": "x"}}).region == "eu-west-1"


def test_ten_kinds_of_mistakes_are_one_error() -> None:
    found = problems_of(
        {
            "shop:orders": {
                "throttle": {"rate": 0, "burst": "400"},
                "cors": {"origins": ["shop.example.com", "https://a.example", "https://a.example"]},
                "thortle": {"rate": 1, "burst": 1},
            },
            "shop:identity": {"provider": "oidc", "issuer": "http://login.example", "audiences": []},
            "shop:logs": {"retentionDays": 31},
            "shop:tags": {"aws:team": "x", "cost": "50 €"},
            "shop:deletionProtection": "perhaps",
            **others(),
        },
    )
    retentions = ", ".join(map(str, RETENTION_DAYS))
    origin = "scheme://host or scheme://host:port, http or https"
    tags = (
        "keys of 1 to 128 and values of up to 256 characters, which are letters, digits, spaces and "
        ". : / = + @ _ -; no key may begin with aws:"
    )
    assert found == {
        "aws:region": "nothing allowed: a region, such as us-east-1",
        "shop:deletionProtection": '"perhaps" allowed: true or false',
        "shop:identity.audiences": "[] allowed: 1 to 50 audiences",
        "shop:identity.issuer": '"http://login.example" allowed: an https:// URL, as the provider\'s tokens spell it',
        "shop:logs.retentionDays": f"31 allowed: days, one of {retentions}",
        "shop:orders.cors.origins[0]": f'"shop.example.com" allowed: {origin}',
        "shop:orders.cors.origins[2]": f'"https://a.example", which stands there already allowed: {origin}',
        "shop:orders.createThrottle": "nothing allowed: rate and burst of POST /orders",
        "shop:orders.thortle": (
            "a key that is not known allowed: cors, createThrottle, throttle (did you mean throttle?)"
        ),
        "shop:orders.throttle.burst": '"400" allowed: a whole number of requests from 1 to 5000',
        "shop:orders.throttle.rate": "0 allowed: requests per second, more than 0 and at most 10000",
        "shop:tags.aws:team": f'"aws:team" allowed: {tags}',
        "shop:tags.cost": f'"50 €" allowed: {tags}',
    }


@pytest.mark.parametrize(
    ("change", "path", "text"),
    [
        ({"shop:identity": {"provider": "okta"}}, "shop:identity.provider", '"okta" allowed: provider: cognito'),
        ({"shop:identity": {}}, "shop:identity.provider", "nothing allowed: provider: cognito"),
        ({"shop:identity": {"provider": "cognito", "issuer": "x"}}, "shop:identity.issuer", "a key that is not known"),
        ({"shop:orders": "many"}, "shop:orders", '"many" allowed: a map with throttle, createThrottle and cors'),
        ({"shop:order": {}}, "shop:order", "a key that is not known allowed: alarms, apiKeys, aws:region, catalog"),
        ({"aws:region": "Ireland"}, "aws:region", '"Ireland" allowed: a region'),
        ({"shop:tags": {"cost": 42}}, "shop:tags.cost", "42 allowed: keys of"),
        (
            {"shop:payments": {**others()["shop:payments"], "allowedIpRanges": ["203.0.113.7/24"]}},
            "shop:payments.allowedIpRanges[0]",
            '"203.0.113.7/24" allowed: an IP range in CIDR notation',
        ),
        ({"shop:logs": {"retentionDays": True}}, "shop:logs.retentionDays", "true allowed: days"),
        ({"shop:domain": {"name": "Shop"}}, "shop:domain.name", '"Shop" allowed: a name in lower case'),
        (
            {"shop:domain": {"name": "a.example", "zoneId": "zone"}},
            "shop:domain.zoneId",
            '"zone" allowed: the id of the hosted zone',
        ),
        ({"shop:network": {}}, "shop:network", "{} allowed: a map with zones, existing or lookUp"),
        (
            {"shop:network": {"zones": ["eu-west-1a"]}},
            "shop:network.zones",
            '["eu-west-1a"] allowed: two or more zones',
        ),
        (
            {"shop:network": {"zones": ["eu-west-1a", "Dublin"]}},
            "shop:network.zones[1]",
            '"Dublin" allowed: the name of a zone',
        ),
        (
            {
                "shop:network": {
                    "existing": {"vpcId": "vpc-1", "privateSubnetIds": ["a", "subnet-1"], "cidr": "10.0.0.0/16"}
                }
            },
            "shop:network.existing.privateSubnetIds[0]",
            '"a" allowed: the id of a subnet, subnet-…',
        ),
        (
            {"shop:network": {"zones": ["eu-west-1a", "eu-west-1b"], "lookUp": LOOK_UP}},
            "shop:network",
            '{"zones": ["eu-west-1a", "eu-west-1b"], "lookUp": {"vpcTags": {"Name": "main"}, … allowed: a map',
        ),
        (
            {"shop:network": {"lookUp": {**LOOK_UP, "vpcTags": {}}}},
            "shop:network.lookUp.vpcTags",
            "{} allowed: tags that one VPC",
        ),
        (
            {"shop:domain": {"name": "a.example", "zoneId": "Z1", "zone": "example"}},
            "shop:domain.zone",
            '"example" allowed: the name of a hosted zone',
        ),
        (
            {"shop:domain": {"name": "a.example", "zoneId": "Z1", "zone": "a.example"}},
            "shop:domain",
            '{"name": "a.example", "zoneId": "Z1", "zone": "a.example"} allowed: a map with name, and zoneId or zone',
        ),
        (
            {"shop:domain": {"name": "a.example", "certificateArn": "arn:aws:acm:x"}},
            "shop:domain.certificateArn",
            '"arn:aws:acm:x" allowed: the ARN of a certificate',
        ),
        ({"shop:waf": {"rateLimit": 9}}, "shop:waf.rateLimit", "9 allowed: requests of one address in 5 minutes"),
        (
            {"shop:payments": {**others()["shop:payments"], "cache": {"sizeGb": 1}}},
            "shop:payments.cache.sizeGb",
            "1 allowed: gigabytes, one of 0.5, 1.6",
        ),
        (
            {"shop:alarms": {"emails": ["on@call.example"], "topicArn": "arn:aws:sns:eu-west-1:111122223333:on-call"}},
            "shop:alarms",
            '{"emails": ["on@call.example"], "topicArn"',
        ),
        (
            {"shop:alarms": {"topicArn": "on-call"}},
            "shop:alarms.topicArn",
            '"on-call" allowed: the ARN of an SNS topic',
        ),
        ({"shop:apiKeys": {"acme": "k" * 20}}, "shop:apiKeys.acme", '"acme" allowed: keys of 20 to 128 characters'),
        ({"shop:alarms": {"emails": ["on call"]}}, "shop:alarms.emails[0]", '"on call" allowed: a mail address'),
        (
            {"shop:catalog": {**others()["shop:catalog"], "targets": {"first": "catalog.internal"}}},
            "shop:catalog.targets.first",
            '"catalog.internal" allowed: an IP address',
        ),
        (
            {"shop:ledger": {**others()["shop:ledger"], "port": 0}},
            "shop:ledger.port",
            "0 allowed: the TCP port of the service, 1 to 65535",
        ),
    ],
)
def test_one_mistake(change: dict[str, Any], path: str, text: str) -> None:
    found = problems_of({**valid(), **change})
    assert list(found) == [path]
    assert found[path].startswith(text)


def test_an_empty_list_of_origins_is_refused() -> None:
    config = valid()
    config["shop:orders"]["cors"]["origins"] = []
    assert list(problems_of(config)) == ["shop:orders.cors.origins"]


def test_nothing_set_yet_is_told_key_by_key() -> None:
    found = problems_of({"aws:region": "eu-west-1", "shop:orders": {}, "shop:payments": {"plans": {}}})
    assert list(found) == [
        "shop:catalog",
        "shop:domain",
        "shop:ledger",
        "shop:network",
        "shop:notifications",
        "shop:orders.cors",
        "shop:orders.createThrottle",
        "shop:orders.throttle",
        "shop:payments.allowedIpRanges",
        "shop:payments.plans.partner",
        "shop:payments.plans.trial",
        "shop:payments.throttle",
        "shop:users",
    ]


def test_the_error_names_the_file() -> None:
    with pytest.raises(SettingsError) as caught:
        read({**valid(), "aws:region": "Ireland"})
    assert str(caught.value) == (
        "stacks/Pulumi.test.yaml has 1 problem; nothing was deployed.\n"
        " 1. aws:region\n"
        '     found:   "Ireland"\n'
        "     allowed: a region, such as us-east-1"
    )


def test_a_secret_is_never_shown() -> None:
    config = {
        **valid(),
        "shop:tags": {"token": "hush#"},
        "shop:identity": {"provider": "oidc", "issuer": "hush", "audiences": "hush"},
    }
    with pytest.raises(SettingsError) as caught:
        read(config, "shop:tags", "shop:identity")
    assert "hush" not in str(caught.value)
    assert str(caught.value).count("[secret]") == 3
    assert caught.value.__suppress_context__


def test_an_api_key_is_never_shown() -> None:
    plan = {"throttle": {"rate": 5, "burst": 10}, "requestsPerDay": 1000, "customers": ["acme", "acme"]}
    payments = {**others()["shop:payments"], "plans": {"trial": plan, "partner": {**plan, "customers": []}}}
    config = {**valid(), "shop:payments": payments, "shop:apiKeys": {"acme": "hush", "globex": "hush" * 5}}
    with pytest.raises(SettingsError) as caught:
        read(config, "shop:apiKeys")
    assert "hush" not in str(caught.value)
    assert [problem.split("\n")[0] for problem in caught.value.problems] == [
        "shop:apiKeys.acme",
        "shop:payments.plans.trial.customers[1]",
    ]


def test_the_project_leaves_judging_to_the_settings() -> None:
    declared = yaml.safe_load((ROOT / "Pulumi.yaml").read_text())["config"]
    fields = {field.alias for field in Settings.model_fields.values()} - {"aws:region"}
    assert declared.keys() == fields
    assert all("default" in one and "type" not in one and one["description"] for one in declared.values())
