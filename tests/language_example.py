"""The example that the language is explained by, word for word, with the questions it names."""

EXAMPLE = """\
protocol: crisis-intervention
title: Crisis intervention
version: 1
languages: [en, es]

answer_sets:
  danger:
    yes: "Yes"
    no: "No"

rules:
  may_act_soon:
    means: Could act on thoughts of suicide soon
    any:
      - right_now: [yes, unsure]
      - all:
          - intent: [yes, unsure]
          - means_near: any_but_no

urgent:                         # file order is priority
  - when: may_act_soon
    run: stay_and_call

concern:                        # the highest that holds; each has an id and prints why
  - id: some_intention
    level: high
    when: {thoughts: [yes, unsure], intent: any_but_no}
    because: Some intention to act, or it could not be ruled out

sections:
  - id: safety_first
    title: Right now
    aim: Know in two minutes whether anybody is in danger.
    steps:
      - {id: alone, ask: Are you alone?, kind: yes_no}
      - {id: thoughts, ask: Thoughts of suicide?, answers: danger, danger: yes}
      - {id: right_now, ask: Are you doing it now?, answers: danger, danger: yes}
      - id: method
        when: {thoughts: [yes, unsure, declined]}
        ask: Have you thought about how you would do it?
        help: Ask plainly. Asking does not put the idea in anyone's head.
        answers: danger
        danger: yes
      - {id: intent, ask: Do you mean to?, answers: danger, danger: yes}
      - {id: means_near, ask: Is it near you?, answers: danger, danger: yes}
      - id: partner_fear
        when: {alone: yes}
        otherwise: could_not_assess
        ask: Is anyone at home hurting you, or making you afraid?
        answers: danger
        danger: yes
      - id: people
        list: Who could you call when it gets bad?
        each:
          - {id: name, ask: Name, kind: text}
          - {id: phone, ask: Phone, kind: phone}
        at_most: 4
        start_from: last_plan

blocks:
  stay_and_call:
    - id: called
      do: Stay on the line or beside them if it is safe. Call 988 or 911 now; your supervisor next.
      confirm: Who answered, and when?
  ended_early: []

follow_up:
  - {when: {concern: high}, within: 24 hours}

documents:
  safety_plan:
    - heading: People I can ask for help
      from: people
"""
