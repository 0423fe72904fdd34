"""A small protocol with the danger questions of a crisis, for contacts that are talked through."""

LADDER = """
    protocol: ladder
    title: Ladder
    version: 1
    languages: [en]
    answer_sets:
      danger: {yes: "Yes", no: "No"}
    rules:
      may_act_soon:
        means: Could act soon
        any:
          - right_now: [yes, unsure]
          - all:
              - intent: [yes, unsure]
              - means_near: any_but_no
      hurt_at_home:
        means: Somebody at home is hurting them
        partner_fear: yes
    urgent:
      - {when: may_act_soon, run: stay_and_call}
      - {when: hurt_at_home, run: advocate}
    concern:
      - {id: thoughts_only, level: low, when: {thoughts: [yes, unsure]}, because: Thoughts}
      - id: some_intention
        level: high
        when: {thoughts: [yes, unsure], intent: any_but_no}
        because: Some intention, or it could not be ruled out
      - {id: now, level: emergency, when: may_act_soon, because: Could act soon}
      - {id: fear, level: high, when: {partner_fear: [yes, unsure]}, because: Afraid at home}
    sections:
      - id: first
        title: First
        steps:
          - {id: name, ask: What shall I call you?, kind: text}
          - id: alone
            ask: Are we alone?
            answers: {yes: "Yes", no: "No"}
      - id: danger
        title: Right now
        steps:
          - {id: thoughts, ask: Thoughts of killing yourself?, answers: danger, danger: yes}
          - id: intent
            when: {thoughts: [yes, unsure, declined]}
            ask: Do you mean to?
            answers: danger
            danger: yes
          - id: means_near
            when: {intent: [yes, unsure]}
            ask: Is it near?
            answers: danger
            danger: yes
          - id: right_now
            when: {thoughts: [yes, unsure, declined]}
            ask: Right now?
            answers: danger
            danger: yes
          - id: partner_fear
            when: {alone: yes}
            otherwise: could_not_assess
            ask: Is anyone at home hurting you?
            answers: danger
            danger: yes
      - id: after
        title: After
        steps:
          - {id: helps, ask: What has helped?, kind: text}
    blocks:
      stay_and_call:
        - {id: called, do: Stay. Call 911 now., confirm: Who answered?}
      advocate:
        - {id: advocate_called, do: Offer the victim hotline 1-844-443-5732., confirm: Who?}
      ended_early:
        - {id: where_now, ask: Where are they going?, kind: text}
    follow_up:
      - {when: {concern: [high, emergency]}, within: 24 hours}
      - {when: {concern: moderate}, within: 72 hours}
      - {when: {concern: [none, low]}, within: 7 days}
    """
