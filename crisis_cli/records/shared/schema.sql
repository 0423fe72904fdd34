-- The shared store of an agency: what its members copy there, and whose rows each may fetch.
-- It holds no key to anything: entries, keys and wraps are sealed before they leave a computer.

CREATE SCHEMA crisis;

-- One row. The id changes when the tables were put back from a backup: then all look anew.
CREATE TABLE crisis.store (id text NOT NULL, shape integer NOT NULL);
CREATE UNIQUE INDEX one_store ON crisis.store ((true));

-- Which login is which person. Only the administrator writes here.
CREATE TABLE crisis.members (
    login name PRIMARY KEY, person text NOT NULL UNIQUE, at timestamptz NOT NULL DEFAULT now()
);

-- The tables of a worker's own store, without what stays at home (private halves, slots, settings).
-- owner: who brought the row. arrived: in which order the rows of all tables were committed.
-- A row that is not genuine must not keep the genuine one out: what only the computers can tell
-- apart (by signature, MAC or seal) is part of the key, and each takes the one that holds.
CREATE TABLE crisis.persons (
    id text PRIMARY KEY, name text NOT NULL, role text NOT NULL, box bytea NOT NULL,
    sign bytea NOT NULL, owner text, arrived bigint NOT NULL
);
CREATE TABLE crisis.vouchers (
    person text NOT NULL REFERENCES crisis.persons (id),
    voucher text NOT NULL REFERENCES crisis.persons (id), vouched bytea NOT NULL,
    owner text, arrived bigint NOT NULL, PRIMARY KEY (person, voucher)
);
CREATE TABLE crisis.revoked (
    person text NOT NULL REFERENCES crisis.persons (id), at text NOT NULL,
    voucher text NOT NULL REFERENCES crisis.persons (id), vouched bytea NOT NULL,
    owner text, arrived bigint NOT NULL, PRIMARY KEY (person, voucher)
);
CREATE TABLE crisis.protocols (
    digest text PRIMARY KEY CHECK (digest = encode(sha256(convert_to(body, 'UTF8')), 'hex')),
    body text NOT NULL, owner text, arrived bigint NOT NULL
);
CREATE TABLE crisis.logs (
    id text PRIMARY KEY, person text NOT NULL REFERENCES crisis.persons (id),
    author text NOT NULL, device text NOT NULL, owner text, arrived bigint NOT NULL
);
CREATE TABLE crisis.case_keys (
    id text PRIMARY KEY, case_id text NOT NULL, number integer NOT NULL,
    maker text NOT NULL DEFAULT '', signature bytea NOT NULL DEFAULT '',
    owner text, arrived bigint NOT NULL
);
CREATE TABLE crisis.wraps (
    key text NOT NULL, holder text NOT NULL REFERENCES crisis.persons (id),
    sealed bytea NOT NULL, mac bytea NOT NULL, owner text, arrived bigint NOT NULL,
    PRIMARY KEY (key, holder, mac)
);
CREATE TABLE crisis.contacts (
    id text PRIMARY KEY, protocol text NOT NULL REFERENCES crisis.protocols (digest),
    began text NOT NULL, owner text, arrived bigint NOT NULL
);
CREATE TABLE crisis.contact_keys (
    key text NOT NULL REFERENCES crisis.case_keys (id),
    holder text NOT NULL REFERENCES crisis.contacts (id), sealed bytea NOT NULL,
    owner text, arrived bigint NOT NULL, PRIMARY KEY (key, holder, sealed)
);
CREATE TABLE crisis.entries (
    log text NOT NULL REFERENCES crisis.logs (id), place integer NOT NULL CHECK (place > 0),
    contact text REFERENCES crisis.contacts (id), seq integer, ends integer NOT NULL,
    sealed bytea NOT NULL, link bytea NOT NULL, owner text, arrived bigint NOT NULL,
    PRIMARY KEY (log, place)
);
CREATE TABLE crisis.heads (
    log text NOT NULL REFERENCES crisis.logs (id), place integer NOT NULL, link bytea NOT NULL,
    person text NOT NULL REFERENCES crisis.persons (id), at text NOT NULL,
    signature bytea NOT NULL, owner text, arrived bigint NOT NULL,
    PRIMARY KEY (log, place, person, signature)
);
CREATE TABLE crisis.removals (
    what text NOT NULL CHECK (what IN ('wraps', 'contact_keys')), key text NOT NULL,
    holder text NOT NULL, at text NOT NULL, mac bytea NOT NULL,
    owner text, arrived bigint NOT NULL, PRIMARY KEY (what, key, holder, mac)
);
CREATE INDEX wraps_of_holder ON crisis.wraps (holder, key);
CREATE INDEX keys_of_contact ON crisis.contact_keys (holder);
CREATE INDEX entries_of_contact ON crisis.entries (contact, seq, log);
CREATE INDEX contacts_by_time ON crisis.contacts (began);
CREATE INDEX logs_of_owner ON crisis.logs (owner);
CREATE INDEX removals_of_holder ON crisis.removals (holder, key);

-- Who asks, and what they may see. These look past the policies below, which would else go round
-- in circles; each answers about the one who asks, and no one else.
CREATE FUNCTION crisis.me() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = crisis, pg_temp AS
$$ SELECT person FROM crisis.members WHERE login = session_user $$;

-- Holds the key now.
CREATE FUNCTION crisis.holds(wanted text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = crisis, pg_temp AS
$$ SELECT EXISTS (SELECT FROM crisis.wraps WHERE key = wanted AND holder = crisis.me()) $$;

-- Holds the key, or did until it was taken away: they must learn that it was.
CREATE FUNCTION crisis.held(wanted text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = crisis, pg_temp AS
$$ SELECT crisis.holds(wanted) OR EXISTS (
    SELECT FROM crisis.removals WHERE key = wanted AND holder = crisis.me()
) $$;

-- Holds the key, or made it: the first wraps of a key come from whoever made it.
CREATE FUNCTION crisis.gives(wanted text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = crisis, pg_temp AS
$$ SELECT crisis.holds(wanted)
    OR EXISTS (SELECT FROM crisis.case_keys WHERE id = wanted AND owner = crisis.me())
    OR EXISTS (SELECT FROM crisis.logs WHERE id = wanted AND owner = crisis.me()) $$;

-- Holds the key, or gave it up themselves: who erases goes on with the rest after their own.
CREATE FUNCTION crisis.takes(wanted text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = crisis, pg_temp AS
$$ SELECT crisis.holds(wanted) OR EXISTS (
    SELECT FROM crisis.removals
    WHERE key = wanted AND holder = crisis.me() AND owner = crisis.me() AND what = 'wraps'
) $$;

-- Holds a key to the case that the contact is in.
CREATE FUNCTION crisis.reads(wanted text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = crisis, pg_temp AS
$$ SELECT EXISTS (
    SELECT FROM crisis.contact_keys JOIN crisis.wraps USING (key)
    WHERE contact_keys.holder = wanted AND wraps.holder = crisis.me()
) $$;

-- May file the contact under a key: who reads it or brought it, and anybody where nobody did.
CREATE FUNCTION crisis.files(wanted text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = crisis, pg_temp AS
$$ SELECT crisis.reads(wanted)
    OR EXISTS (SELECT FROM crisis.contacts WHERE id = wanted AND owner = crisis.me())
    OR NOT EXISTS (SELECT FROM crisis.contact_keys WHERE holder = wanted) $$;

-- Holds the key of a log in which the contact occurs: its chain is looked at whole.
CREATE FUNCTION crisis.walks(wanted text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = crisis, pg_temp AS
$$ SELECT EXISTS (
    SELECT FROM crisis.entries JOIN crisis.wraps ON wraps.key = entries.log
    WHERE entries.contact = wanted AND wraps.holder = crisis.me()
) $$;

CREATE FUNCTION crisis.writes(wanted text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = crisis, pg_temp AS
$$ SELECT EXISTS (SELECT FROM crisis.logs WHERE id = wanted AND owner = crisis.me()) $$;

CREATE FUNCTION crisis.own_machine(wanted text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = crisis, pg_temp AS
$$ SELECT EXISTS (
    SELECT FROM crisis.persons WHERE id = wanted AND role = 'device' AND owner = crisis.me()
) $$;

-- Wraps say only an id of the key to a log and of the key to a case: no id may be both, or whoever
-- brings the second one could give themselves the first.
CREATE FUNCTION crisis.is_log(wanted text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = crisis, pg_temp AS
$$ SELECT EXISTS (SELECT FROM crisis.logs WHERE id = wanted) $$;
CREATE FUNCTION crisis.is_case_key(wanted text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = crisis, pg_temp AS
$$ SELECT EXISTS (SELECT FROM crisis.case_keys WHERE id = wanted) $$;

-- How far the rows have arrived: all up to there are committed.
CREATE FUNCTION crisis.newest() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = crisis, pg_temp AS
$$ SELECT coalesce(max(last), 0) FROM (
    SELECT max(arrived) AS last FROM crisis.persons
    UNION ALL SELECT max(arrived) FROM crisis.vouchers
    UNION ALL SELECT max(arrived) FROM crisis.revoked
    UNION ALL SELECT max(arrived) FROM crisis.protocols
    UNION ALL SELECT max(arrived) FROM crisis.logs
    UNION ALL SELECT max(arrived) FROM crisis.case_keys
    UNION ALL SELECT max(arrived) FROM crisis.wraps
    UNION ALL SELECT max(arrived) FROM crisis.contacts
    UNION ALL SELECT max(arrived) FROM crisis.contact_keys
    UNION ALL SELECT max(arrived) FROM crisis.entries
    UNION ALL SELECT max(arrived) FROM crisis.heads
    UNION ALL SELECT max(arrived) FROM crisis.removals
) AS each $$;

-- Each row is stamped when it comes. One at a time: else a row could be committed with a lower
-- number than one that somebody has fetched already, and never be fetched.
CREATE SEQUENCE crisis.arrivals;
CREATE TABLE crisis.turn (); -- members cannot lock it themselves: only by bringing something
CREATE FUNCTION crisis.stamp() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = crisis, pg_temp AS $$ BEGIN
    LOCK TABLE crisis.turn IN EXCLUSIVE MODE;
    NEW.arrived := nextval('crisis.arrivals');
    NEW.owner := crisis.me();
    RETURN NEW;
END $$;

-- What was taken away does not come back with somebody's older copy.
CREATE FUNCTION crisis.not_again() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = crisis, pg_temp AS $$ BEGIN
    IF EXISTS (
        SELECT FROM crisis.removals
        WHERE what = TG_TABLE_NAME AND key = NEW.key AND holder = NEW.holder
    ) THEN
        RETURN NULL;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER not_again BEFORE INSERT ON crisis.wraps
FOR EACH ROW EXECUTE FUNCTION crisis.not_again();
CREATE TRIGGER not_again BEFORE INSERT ON crisis.contact_keys
FOR EACH ROW EXECUTE FUNCTION crisis.not_again();

-- A removal takes its key away. Members cannot delete anything themselves.
CREATE FUNCTION crisis.take_away() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = crisis, pg_temp AS $$ BEGIN
    IF NEW.what = 'wraps' THEN
        DELETE FROM crisis.wraps WHERE key = NEW.key AND holder = NEW.holder;
    ELSE
        DELETE FROM crisis.contact_keys WHERE key = NEW.key AND holder = NEW.holder;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER take_away AFTER INSERT ON crisis.removals
FOR EACH ROW EXECUTE FUNCTION crisis.take_away();

CREATE FUNCTION crisis.never() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE integrity_constraint_violation USING MESSAGE = 'records are never changed or deleted';
END $$;
CREATE FUNCTION crisis.only_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS (
        SELECT FROM crisis.removals
        WHERE what = TG_TABLE_NAME AND key = OLD.key AND holder = OLD.holder
    ) THEN
        RETURN OLD;
    END IF;
    RAISE integrity_constraint_violation USING MESSAGE = 'records are never changed or deleted';
END $$;

DO $$
DECLARE
    one text;
BEGIN
    FOREACH one IN ARRAY ARRAY[
        'persons', 'vouchers', 'revoked', 'protocols', 'logs', 'case_keys', 'wraps', 'contacts',
        'contact_keys', 'entries', 'heads', 'removals'
    ] LOOP
        EXECUTE format('CREATE INDEX ON crisis.%I (arrived)', one);
        EXECUTE format('CREATE TRIGGER stamp BEFORE INSERT ON crisis.%I FOR EACH ROW
            EXECUTE FUNCTION crisis.stamp()', one);
        EXECUTE format('CREATE TRIGGER never_truncated BEFORE TRUNCATE ON crisis.%I
            FOR EACH STATEMENT EXECUTE FUNCTION crisis.never()', one);
        EXECUTE format('CREATE TRIGGER never_changed BEFORE UPDATE ON crisis.%I FOR EACH ROW
            EXECUTE FUNCTION crisis.never()', one);
        EXECUTE format('CREATE TRIGGER never_deleted BEFORE DELETE ON crisis.%I FOR EACH ROW
            EXECUTE FUNCTION crisis.%s()', one,
            CASE WHEN one IN ('wraps', 'contact_keys') THEN 'only_removed' ELSE 'never' END);
        EXECUTE format('ALTER TABLE crisis.%I ENABLE ROW LEVEL SECURITY', one);
        EXECUTE format('GRANT SELECT, INSERT ON crisis.%I TO crisis_member', one);
    END LOOP;
END $$;
ALTER TABLE crisis.members ENABLE ROW LEVEL SECURITY;
GRANT USAGE ON SCHEMA crisis TO crisis_member;
GRANT SELECT ON crisis.store, crisis.members TO crisis_member;
-- What triggers do runs with the administrator's rights: nobody hangs it on a table of their own.
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA crisis FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    crisis.me(), crisis.holds(text), crisis.held(text), crisis.gives(text), crisis.takes(text),
    crisis.reads(text), crisis.files(text), crisis.walks(text), crisis.writes(text),
    crisis.own_machine(text), crisis.is_log(text), crisis.is_case_key(text), crisis.newest()
TO crisis_member;

-- Whose rows one may fetch.
CREATE POLICY see ON crisis.members FOR SELECT USING (login = session_user);
CREATE POLICY see ON crisis.persons FOR SELECT USING ((SELECT crisis.me()) IS NOT NULL);
CREATE POLICY see ON crisis.vouchers FOR SELECT USING ((SELECT crisis.me()) IS NOT NULL);
CREATE POLICY see ON crisis.revoked FOR SELECT USING ((SELECT crisis.me()) IS NOT NULL);
CREATE POLICY see ON crisis.protocols FOR SELECT USING ((SELECT crisis.me()) IS NOT NULL);
CREATE POLICY see ON crisis.logs FOR SELECT USING ((SELECT crisis.me()) IS NOT NULL);
CREATE POLICY see ON crisis.case_keys FOR SELECT USING (crisis.holds(id));
CREATE POLICY see ON crisis.wraps FOR SELECT USING (holder = (SELECT crisis.me()) OR crisis.holds(key));
CREATE POLICY see ON crisis.contacts FOR SELECT
USING (owner = (SELECT crisis.me()) OR crisis.reads(id) OR crisis.walks(id));
CREATE POLICY see ON crisis.contact_keys FOR SELECT USING (crisis.holds(key));
CREATE POLICY see ON crisis.entries FOR SELECT
USING (owner = (SELECT crisis.me()) OR crisis.reads(contact) OR crisis.holds(log));
CREATE POLICY see ON crisis.heads FOR SELECT
USING (person = (SELECT crisis.me()) OR crisis.writes(log) OR crisis.holds(log));
CREATE POLICY see ON crisis.removals FOR SELECT USING (crisis.held(key));

-- What one may bring. A person's keys count only where somebody vouches for them.
CREATE POLICY bring ON crisis.persons FOR INSERT WITH CHECK ((SELECT crisis.me()) IS NOT NULL);
CREATE POLICY bring ON crisis.vouchers FOR INSERT WITH CHECK (
    voucher = (SELECT crisis.me()) OR crisis.own_machine(voucher)
);
CREATE POLICY bring ON crisis.revoked FOR INSERT WITH CHECK (voucher = (SELECT crisis.me()));
CREATE POLICY bring ON crisis.protocols FOR INSERT WITH CHECK ((SELECT crisis.me()) IS NOT NULL);
CREATE POLICY bring ON crisis.logs FOR INSERT WITH CHECK (
    (person = (SELECT crisis.me()) OR crisis.own_machine(person)) AND NOT crisis.is_case_key(id)
);
CREATE POLICY bring ON crisis.case_keys FOR INSERT WITH CHECK (
    (SELECT crisis.me()) IS NOT NULL AND NOT crisis.is_log(id)
);
CREATE POLICY bring ON crisis.wraps FOR INSERT WITH CHECK (crisis.gives(key));
CREATE POLICY bring ON crisis.contacts FOR INSERT WITH CHECK ((SELECT crisis.me()) IS NOT NULL);
-- Whoever could file any contact under a key of their own could fetch its rows. What somebody wrote
-- who was revoked meanwhile still finds its place.
CREATE POLICY bring ON crisis.contact_keys FOR INSERT WITH CHECK (
    (crisis.gives(key) OR crisis.held(key)) AND crisis.files(holder)
);
CREATE POLICY bring ON crisis.entries FOR INSERT WITH CHECK (crisis.writes(log));
-- Who cannot walk a log has nothing to sign in it, but could make it look cut off.
CREATE POLICY bring ON crisis.heads FOR INSERT WITH CHECK (
    person = (SELECT crisis.me()) AND (crisis.writes(log) OR crisis.holds(log))
);
CREATE POLICY bring ON crisis.removals FOR INSERT WITH CHECK (crisis.takes(key));
