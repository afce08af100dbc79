"""Keywords of JSON Schema by what API Gateway makes of them. Pure: no Pulumi resource.

Source: https://json-schema.org/draft-04/draft-fge-json-schema-validation-00 and AWS's notes on models,
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
"""

from collections.abc import Mapping

TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")

FORMATS = frozenset({"date-time", "email", "hostname", "ipv4", "ipv6", "uri"})
"""The formats of draft 4."""

TEXTS = ("description", "pattern", "title")
NUMBERS = ("maximum", "minimum", "multipleOf")
COUNTS = ("maxItems", "maxLength", "maxProperties", "minItems", "minLength", "minProperties")
LISTS = ("enum", "required")
HARMLESS = frozenset({*TEXTS, *NUMBERS, *COUNTS, *LISTS, "type", "uniqueItems"})
"""The same in draft 4, by what their values are."""

COMBINERS = ("allOf", "anyOf", "oneOf")
SUBSCHEMAS = frozenset({"additionalItems", "additionalProperties", "not"})
SUBSCHEMA_MAPS = frozenset({"patternProperties", "properties"})

DROPPED = frozenset(
    {
        "$anchor",
        "$comment",
        "$defs",
        "$id",
        "$schema",
        "contentEncoding",
        "contentMediaType",
        "contentSchema",
        "const",
        "default",
        "definitions",
        "deprecated",
        "discriminator",
        "example",
        "examples",
        "exclusiveMaximum",
        "exclusiveMinimum",
        "externalDocs",
        "id",
        "nullable",
        "readOnly",
        "writeOnly",
        "xml",
    }
)
"""They describe and do not check, or are written as other keywords."""

INEXPRESSIBLE: Mapping[str, str] = {
    "$dynamicAnchor": "use $ref",
    "$dynamicRef": "use $ref",
    "$recursiveAnchor": "use $ref",
    "$recursiveRef": "use $ref",
    "contains": "check the items in the function",
    "else": "write the two cases as anyOf",
    "if": "write the two cases as anyOf",
    "maxContains": "check the items in the function",
    "minContains": "check the items in the function",
    "propertyNames": "use patternProperties with additionalProperties: false",
    "then": "write the two cases as anyOf",
    "unevaluatedItems": "use additionalItems",
    "unevaluatedProperties": "use additionalProperties",
}
"""What to do in place of what draft 4 lacks."""
