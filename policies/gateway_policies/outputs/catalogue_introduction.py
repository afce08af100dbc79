"""What stands before the rules on the page docs/policies.md: how they are enforced."""

INTRODUCTION = """\
# Policies

Written from the catalogue and from `policies/gateway_policies/examples/` by `make policy-docs`.

```sh
pulumi preview --policy-pack policies --policy-pack-config policies/enforcement/prod.json
make audit FILE=state.json FORMAT=text  # a `pulumi stack export` or `pulumi preview --json`; json and sarif, too
make rules CONTROL=CKV_AWS_309          # which rules cover a control of another catalogue
pulumi policy analyze --policy-pack policies --file state.json  # the same by the engine
```

What a rule cannot decide at preview, for a value that does not exist yet, it reports as undecided and judges again
during `up`.

## Levels

An enforcement file is what `--policy-pack-config` and `ENFORCEMENT=` of `make audit` take. It gives levels to rules,
to groups and to all of them; the entry of the rule decides first, then that of its group, then `all`, then what the
rule says itself. An entry of a rule that only repeats what it has without its group counts as none. The level of a
group wakes no rule that is disabled by itself.

| level | does |
|---|---|
| `mandatory` | stops the deployment at a violation |
| `advisory` | says what is wrong and goes on |
| `remediate` | corrects the resource before it is made; of a group or `all`, rules that cannot do so are `mandatory` |
| `disabled` | judges nothing |

```json
{
  "all": "advisory",
  "tls": "mandatory",
  "xray-tracing": "disabled"
}
```

## Settings

Some rules have settings, of which each is listed with the rule. They stand beside its level:

```json
{
  "required-tags": {
    "enforcementLevel": "mandatory",
    "keys": ["owner", "cost-center"]
  }
}
```

## Exemptions

An exemption excuses resources from one rule until the end of a day, with a reason. `resource` is the name of a
resource, its type and name, or its URN; `*` stands for any run of characters. An exemption that has expired excuses no
longer and says so, and one that matches no resource of the stack is a violation itself.

```json
{
  "route-authorization": {
    "exemptions": [
      {
        "resource": "aws:apigatewayv2/route:Route::orders-GET /orders/health",
        "reason": "called by the uptime monitor, returns no data",
        "expires": "2027-11-30"
      }
    ]
  }
}
```

A file with an unknown name or a wrong value is refused, with all that is wrong in it.

## Examples

Each rule has an example that breaks it and one that does not, as they stand under `resources` of a program in Pulumi
YAML. They are cut down to what the rule reads, so that a good one may lack what another rule asks for.
"""
