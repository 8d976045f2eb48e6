"""Sixty bodies that nobody in their right mind would send, each with a name."""

import json

_REDACT = {"shop_id": 1, "shop_domain": "green-hill.myshopify.com"}


def _deep(depth: int, opening: str, closing: str) -> bytes:
    return (opening * depth + closing * depth).encode()


def _json(value: object) -> bytes:
    return json.dumps(value).encode()


BODIES: dict[str, bytes] = {
    "empty": b"",
    "blank": b" \n\t ",
    "a NUL alone": b"\x00",
    "many NULs": b"\x00" * 1000,
    "null": b"null",
    "true": b"true",
    "a text": b'"x"',
    "a number": b"42",
    "a list": b"[]",
    "a list of objects": b'[{"id":1}]',
    "an empty object": b"{}",
    "open brace": b"{",
    "closing brace": b"}",
    "truncated key": b'{"id',
    "truncated value": b'{"id":12',
    "truncated text": b'{"id":"12',
    "trailing comma": b'{"id":1,}',
    "two documents": b'{"id":1}{"id":2}',
    "single quotes": b"{'id':1}",
    "no quotes": b"{id:1}",
    "comment": b'{"id":1/*x*/}',
    "xml": b"<?xml version='1.0'?><id>1</id>",
    "html": b"<html><body>502 Bad Gateway</body></html>",
    "form": b"id=1&name=x",
    "multipart": b'--x\r\nContent-Disposition: form-data; name="id"\r\n\r\n1\r\n--x--',
    "deep lists": _deep(2000, "[", "]"),
    "very deep lists": _deep(100_000, "[", "]"),
    "deep objects": _deep(2000, '{"a":', "}").replace(b":}", b":1}"),
    "deep inside": b'{"id":1,"x":' + _deep(5000, "[", "]") + b"}",
    "NaN": b'{"id":NaN}',
    "Infinity": b'{"id":1,"x":Infinity}',
    "minus Infinity": b'{"id":-Infinity}',
    "huge exponent": b'{"id":1e400}',
    "five thousand digits": b'{"id":' + b"9" * 5000 + b"}",
    "above 64 bits": b'{"id":9223372036854775808}',
    "far above 64 bits": b'{"id":340282366920938463463374607431768211456}',
    "negative": b'{"id":-1}',
    "zero": b'{"id":0}',
    "a fraction": b'{"id":1.5}',
    "id as text": b'{"id":"1"}',
    "id as truth": b'{"id":true}',
    "id as null": b'{"id":null}',
    "id as list": b'{"id":[1]}',
    "id twice": b'{"id":1,"id":"x"}',
    "more than the id": b'{"id":1,"title":"x"}',
    "NUL in a text": b'{"id":1,"title":"a\\u0000b"}',
    "NUL in a key": b'{"i\\u0000d":1}',
    "raw NUL in a text": b'{"id":1,"t":"a\x00b"}',
    "half a surrogate pair": b'{"id":1,"t":"\\ud800"}',
    "the other half": b'{"id":1,"t":"\\udc00\\ud800"}',
    "invalid UTF-8": b'{"id":1,"t":"\xff\xfe"}',
    "overlong UTF-8": b'{"id":1,"t":"\xc0\x80"}',
    "Latin-1": '{"id":1,"t":"é"}'.encode("latin-1"),
    "UTF-16": '{"id":1}'.encode("utf-16"),
    "UTF-32": '{"id":1}'.encode("utf-32"),
    "byte order mark": b"\xef\xbb\xbf" + b'{"id":1}',
    "gzip": b"\x1f\x8b\x08\x00\x00\x00\x00\x00",
    "noise": bytes(range(256)) * 8,
    "a long text": _json({"id": 1, "t": "x" * 1_000_000}),
    "many keys": _json({f"k{number}": number for number in range(20_000)}),
    "right to left": _json({"id": 1, "t": "\u202e\u2066evil"}),
    "prototype": _json({"__proto__": {"id": 1}, "constructor": 1}),
    "SQL": _json({"id": "1; DROP TABLE webhooks_webhookevent; --"}),
    "another shop": _json({**_REDACT, "shop_domain": "other.myshopify.com"}),
    "a redaction without a customer": _json({**_REDACT, "orders_to_redact": []}),
    "a redaction with a wrong customer": _json({**_REDACT, "customer": "ada", "orders_to_redact": []}),
    "a redaction with wrong orders": _json({**_REDACT, "customer": {"id": 5}, "orders_to_redact": {"a": [None]}}),
}
