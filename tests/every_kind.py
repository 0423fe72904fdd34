"""A short protocol with every kind of question, an urgent block and an early ending."""

EVERY_KIND = """
protocol: every-kind
title: Every kind of question
version: 1
languages: [en]
about: Short, and of every kind.
answer_sets:
  danger: {yes: "Yes", no: "No"}
rules:
  may_act: {means: Could act soon, plan: [yes, unsure]}
urgent:
  - {when: may_act, run: stay}
concern:
  - {id: has_plan, level: high, when: may_act, because: "A plan, or not ruled out"}
  - {id: has_thoughts, level: low, when: {thoughts: any_but_no}, because: Thoughts of suicide}
sections:
  - id: now
    title: Right now
    aim: Know whether anybody is in danger.
    steps:
      - {id: sit, guidance: Sit down at their height.}
      - id: thoughts
        ask: Have you had thoughts of killing yourself?
        say: Ask it plainly and calmly.
        help: Asking plainly does not put the idea in anyone's head.
        answers: danger
        danger: yes
      - id: plan
        when: {thoughts: [yes, unsure, declined]}
        ask: Do you have a plan?
        answers: danger
        danger: yes
  - id: talk
    title: What happened
    aim: Hear it in their words.
    steps:
      - {id: needs, ask: What do you need tonight?, kind: choose_many,
         answers: {bed: A bed, food: Something to eat, warm: Warm clothes}}
      - {id: pain, ask: How strong is it right now?, kind: scale, at_least: 0, at_most: 10,
         at_least_means: not there, at_most_means: cannot be borne}
      - {id: age, ask: How old are you?, kind: number, at_least: 0, at_most: 120, unit: years}
      - {id: called, ask: What shall I call you?, kind: text, private: yes}
      - {id: story, ask: What happened today?, kind: long_text}
      - {id: again, ask: When can we talk again?, kind: date_time}
      - {id: number, ask: Where can we call you?, kind: phone}
      - {id: friend, ask: Who could sit with you?, kind: person}
      - id: people
        list: Who could you call when it gets bad?
        each:
          - {id: name, ask: Name, kind: text}
          - {id: phone, ask: Phone, kind: phone}
        at_most: 3
      - {id: desk, do: Walk with them to the desk., confirm: Who was there?}
blocks:
  stay:
    title: Stay and call
    steps:
      - id: stay_there
        guidance: Stay beside them if it is safe. Call 988 or 911 now.
        call: [nine_one_one, lifeline]
      - {id: where, ask: "Where are you, exactly?", kind: text}
      - {id: phoned, do: Call your supervisor., confirm: "Who answered, and when?"}
  ended_early:
    - {id: told, ask: What did you agree on before they left?, kind: text}
follow_up:
  - {when: {concern: [high, emergency]}, within: 24 hours, what: Meet again}
words:
  plan: how and where somebody would do it
documents:
  safety_plan:
    - {heading: People, from: people}
    - {heading: Any time, resources: [nine_one_one, lifeline, access_helpline]}
"""
