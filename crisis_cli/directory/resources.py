"""Who can help: the resource file, how fresh each entry is, and the lines that are printed.

The file (protocols/resources/dc.yaml) is read as strictly as a protocol:

    resources:
      - id: access_helpline            # a-z 0-9 _ ; protocols name it in `call` and `resources`
        name: DC Access HelpLine       # as it is printed for a client
        for: Mental health or substance use crisis, adults and children
        numbers:                       # none for a place that is only an address
          - {call: 1-888-793-4357}     # one of: call, text, chat, tty
          - {text: 988, note: In Spanish, status: partly}
        hours: always                  # or a sentence: Monday to Friday, 9 am to 5 pm
        languages: [en, es]            # codes; or a sentence: Over 200, by interpreter
        address: 64 New York Ave NE    # may be left out
        who: Anyone in DC              # whom they serve; may be left out
        source: DC Department of Behavioral Health, dbh.dc.gov
        verified_on: 2026-11-20        # when a person checked it against the source
        verified_by: How it was checked, and by which role
        status: confirmed              # confirmed, partly, unverified
        expires_after_days: 90
        first: 1                       # rank in the printed order; may be left out
        note: For the worker only; may be left out

Needed: id, name, for, hours, source, verified_on, status, and numbers or address. The rest may be
left out; expires_after_days is 90 where it is missing. A number may carry a `note` (printed with
it) and its own `status` where that is lower than the entry's. `unverified` entries and numbers are
never printed on a client page and are marked on worker screens; `partly` is printed. A stale entry
is marked, and never vanishes.
"""
