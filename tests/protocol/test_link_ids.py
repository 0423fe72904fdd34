"""What a step, a field or a section was called in the form that it came from is kept."""

from crisis_cli.protocol.saved import from_json, to_json
from crisis_cli.protocol.source import examine

TEXT = b"""
protocol: p
title: P
version: 1
sections:
  - id: s
    title: S
    link_id: "/1"
    steps:
      - {id: q, link_id: "1.1", ask: Well?, kind: yes_no}
      - {id: g, link_id: "1.2", guidance: Sit down.}
      - {id: l, link_id: "1.3", list: Who?, each: [{id: n, link_id: "1.3.1", ask: N, kind: text}]}
      - {id: plain, do: Call.}
"""


def test_link_ids_are_compiled_and_saved():
    protocol, found = examine(TEXT)

    assert found.problems == ()
    assert [one.link_id for one in protocol.sections] == ["/1"]
    assert [step.link_id for step in protocol.steps] == ["1.1", "1.2", "1.3", ""]
    assert protocol.steps[2].each[0].link_id == "1.3.1"
    assert from_json(to_json(protocol)) == protocol
