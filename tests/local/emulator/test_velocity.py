from __future__ import annotations

import json

import pytest

from local.emulator.gateway.exchange import Exchange
from local.emulator.gateway.velocity import TemplateFailedError, rendered

BODY = json.dumps(
    {"a": {"b": [1, 2, {"c": True}]}, "text": "it's 1/2", "none": None, "list": ["x", "y"], "flag": False}
)
EXCHANGE = Exchange(
    "api",
    "000000000000",
    "eu-west-1",
    "dev",
    "POST",
    "/pets/7",
    {"x-who": "Ann", "id": "of the header"},
    {"q": ["1", "2"], "who": ["of the query"]},
    "",
    BODY.encode(),
    {"id": "7"},
    {"table": "orders"},
    {"requestId": "r-1", "identity": {"sourceIp": "127.0.0.1"}, "authorizer": {"claims": {"sub": "s-1"}}},
)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("$input.body", BODY),
        ("$input.json('$.a')", '{"b":[1,2,{"c":true}]}'),
        ("$input.json('$.gone')", '""'),
        ("$input.path('$.a')", '{b=[1,2,{"c":true}]}'),
        ("$input.path('$.flag') $input.path('$.a.b[2].c')", "false true"),
        ("[$input.path('$.none')][$input.path('$.gone')]", "[][]"),
        (
            "$input.params('id') $input.params('who') $input.params('X-Who') [$input.params('gone')]",
            "7 of the query Ann []",
        ),
        ("$input.params('q') $input.params().querystring.q $input.params().header.get('x-who')", "2 2 Ann"),
        ("$context.requestId $context.identity.sourceIp $context.authorizer.claims.sub", "r-1 127.0.0.1 s-1"),
        ("[$context.gone][$context.authorizer.gone.deeper][$stageVariables.gone]", "[][][]"),
        ("$stageVariables.table $stageVariables.get('table')", "orders orders"),
        ("$util.escapeJavaScript($input.path('$.text'))", "it\\'s 1\\/2"),
        ("$util.urlEncode('a b&c') $util.urlDecode('a+b%26c')", "a+b%26c a b&c"),
        ("$util.base64Encode('hi') $util.base64Decode('aGk=')", "aGk= hi"),
        ("$util.parseJson('{\"x\": [1]}').x", "[1]"),
        ("#foreach($i in $input.path('$.list'))$i#if($foreach.hasNext),#end#end", "x,y"),
        ("#foreach($e in $input.path('$.a').entrySet())$e.key#end", "b"),
        (
            "#set($map = $input.path('$'))$map.containsKey('text') $map.keySet().size() $map.list.isEmpty()",
            "true 5 false",
        ),
        ("#if($input.path('$.flag'))yes#{else}no#end", "no"),
        ("#if($input.params('q') == '2' && $input.path('$.list').size() > 1)yes#end", "yes"),
        ("$input.path('$.text').replaceAll('(\\d)/(\\d)', '$2:$1')", "it's 2:1"),
        ("$util.escapeJavaScript($input.path('$.text')).replaceAll(\"\\\\'\",\"'\")", "it's 1\\/2"),
        ('#set($said = \'it\'\'s\')#set($quoted = "a ""$said""")$quoted', 'a "it\'s"'),
        ("$input.path('$.text').toUpperCase().substring(0, 2)", "IT"),
        ("#set($n = 1)\n#set($n = $n + 1)\n$n", "2"),
        ("## a comment\ncosts $5 #1", "costs $5 #1"),
    ],
)
def test_a_template(template: str, text: str) -> None:
    assert rendered(template, BODY, EXCHANGE)[0] == text


def test_overrides_are_given_back() -> None:
    template = (
        "#set($context.responseOverride.status = 418)"
        "#set($context.responseOverride.header.teapot = 'yes')#set($context.requestOverride.path.id = '8')"
    )
    _, context = rendered(template, "", EXCHANGE)
    assert context["responseOverride"]["status"] == 418
    assert context["responseOverride"]["header"] == {"teapot": "yes"}
    assert context["requestOverride"]["path"] == {"id": "8"}
    assert "responseOverride" not in EXCHANGE.context


@pytest.mark.parametrize(
    "template", ["#if($input.body)never ended", "$util.parseJson('{')", "$input.path('$.list').get(9)"]
)
def test_a_template_that_fails_says_so(template: str) -> None:
    with pytest.raises(TemplateFailedError):
        rendered(template, BODY, EXCHANGE)
