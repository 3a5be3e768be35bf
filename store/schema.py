"""The tables, one migration for each released change.

Times are ISO 8601 in UTC with microseconds, so that they sort as text. Columns that end in no unit hold nouns of
`core` by name: `outcome` is core.link.Outcome, `tier` core.site.Tier, and so on. JSON columns hold what is only read
together with its row. Ids of articles and stories are never used again (AUTOINCREMENT): people write them down.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from core.duplicates import fingerprint
from core.urls import canonical
from store.rows import storable, to_json, to_signed

#: "dltw": other programs' files are refused by it.
APPLICATION_ID = 0x646C7477

MIGRATIONS = Migrations("deltawatch")


@MIGRATIONS(name="0001 first tables")
def _first_tables(db: Database) -> None:
    db.executescript(_FIRST_TABLES)


@MIGRATIONS(name="0002 what health is told from")
def _health(db: Database) -> None:
    db.executescript(_HEALTH)


@MIGRATIONS(name="0003 further addresses of a link")
def _further_addresses(db: Database) -> None:
    db.executescript(_ALIASES)
    _renew_keys(db)


@MIGRATIONS(name="0004 pauses that hosts ask for")
def _pauses(db: Database) -> None:
    db.executescript(_PAUSES)


@MIGRATIONS(name="0005 lines that stories of a host share")
def _furniture(db: Database) -> None:
    db.executescript(_FURNITURE)


@MIGRATIONS(name="0006 what became of articles")
def _changes(db: Database) -> None:
    db.executescript(_CHANGES)


@MIGRATIONS(name="0007 newest runs are found at once")
def _newest_runs(db: Database) -> None:
    db.executescript("create index runs_site on runs (site, id);")


@MIGRATIONS(name="0008 what is left out is found by its features, translations")
def _left_out_and_translations(db: Database) -> None:
    db.executescript(_LEFT_OUT)


@MIGRATIONS(name="0009 what persons judged")
def _judgements(db: Database) -> None:
    db.executescript(_JUDGEMENTS)


@MIGRATIONS(name="0010 features of four bytes")
def _small_features(db: Database) -> None:
    _renew_fingerprints(db)
    db.executescript(_SMALL_FEATURES)


@MIGRATIONS(name="0011 channels besides mail")
def _channels(db: Database) -> None:
    db.executescript(_CHANNELS)


@MIGRATIONS(name="0012 a digest reads no whole table")
def _digest_indexes(db: Database) -> None:
    db.executescript(_DIGEST_INDEXES)


@MIGRATIONS(name="0013 reports of one event in one language")
def _parallels(db: Database) -> None:
    db.executescript(_PARALLELS)


def _renew_fingerprints(db: Database) -> None:
    """Give every article the fingerprint that core.duplicates makes of it now, a few hundred texts at a time."""
    last = 0
    while rows := db.execute(
        "select id, text, title from articles where id > ? order by id limit ?", [last, _TEXTS_AT_ONCE]
    ).fetchall():
        prints = [(fingerprint(text or title), article) for article, text, title in rows]
        db.conn.executemany(
            "update articles set exact = ?, fingerprint = ? where id = ?",
            [(to_signed(each.exact), to_json(each), article) for each, article in prints],
        )
        last = rows[-1][0]


def _renew_keys(db: Database) -> None:
    """Give every Link the key that core.urls.canonical gives its address now.

    Of several Links that turn out to be of one address the oldest gets the key, since digests point to what was read
    from it. The others keep what they have under a key that no address has, and are not fetched any more.
    """
    rows = db.execute("select id, key, url from links order by id").fetchall()
    renewed: dict[str, int] = {}
    for link, _, url in rows:
        renewed.setdefault(canonical(storable(url)), link)
    keys = {link: key for key, link in renewed.items()}
    changed = [(link, keys.get(link)) for link, key, _ in rows if keys.get(link) != key]
    # First out of each other's way: a key may pass from one Link to another.
    db.conn.executemany("update links set key = 'double:' || id where id = ?", [(link,) for link, _ in changed])
    db.conn.executemany("update links set key = ? where id = ?", [(key, link) for link, key in changed if key])
    db.execute(
        "update links set next_try = null, outcome = 'unchanged', reason = 'another spelling of a known address'"
        " where key = 'double:' || id and next_try is not null"
    )


_ALIASES = """
-- Further keys of a Link: where its page was found after redirects.
create table aliases (
    key  text primary key,
    link integer not null references links (id)
) strict, without rowid;
create index aliases_link on aliases (link);
"""

_PAUSES = """
-- Before when a host is not to be asked again (Retry-After, Crawl-delay).
create table pauses (
    host  text primary key,
    until text not null
) strict, without rowid;
"""

_FURNITURE = """
-- Which stories of a host began or ended with a line (core.extract.learnt); a few of the newest for each line.
create table furniture (
    host  text not null,
    line  integer not null,
    story integer not null references stories (id) on delete cascade,
    seen  text not null,
    primary key (host, line, story)
) strict, without rowid;
create index furniture_story on furniture (story);
"""

_CHANGES = """
-- Since when the page of an article has been away, and what shows it.
alter table articles add column gone_at text;
alter table articles add column gone_why text;
-- JSON of core.stories.edits.Edit; null where it was not the publisher who changed it.
alter table article_versions add column edit text;
create index article_versions_edits on article_versions (replaced_at) where edit is not null;
create index articles_gone on articles (gone_at) where gone_at is not null;
create index articles_age on articles (first_seen) where story is not null;
"""

_LEFT_OUT = """
-- Features of articles that wait for a person or are stale (store.again); all hashes are below 2^63.
create table left_out_sketch (
    h       integer not null,
    article integer not null references articles (id) on delete cascade,
    primary key (h, article)
) strict, without rowid;
create index left_out_sketch_article on left_out_sketch (article);
insert or ignore into left_out_sketch (h, article)
select feature.value, articles.id
from articles, json_each(json_array('sketch', 'slot_hashes')) as name,
     json_each(fingerprint, '$.' || name.value) as feature
where story is null and not by_hand and (verdict = 'held' or why = 'stale') and typeof(feature.value) = 'integer';
-- A Story has come that this article may tell.
alter table articles add column again integer not null default 0;
create index articles_again on articles (id) where again;

-- An English Story and the Chinese one that tells the same, with what agrees: JSON of core.stories.parallels.Agreement.
create table translations (
    english   integer primary key references stories (id) on delete cascade,
    chinese   integer not null references stories (id) on delete cascade,
    strength  integer not null,
    agreement text not null
) strict;
create index translations_chinese on translations (chinese);
-- Figures of the newest Stories in plain units (core.stories.parallels): by them others' reports of an event are found.
create table figures (
    value text not null,
    story integer not null references stories (id) on delete cascade,
    primary key (value, story)
) strict, without rowid;
create index figures_story on figures (story);
"""

_PARALLELS = """
-- A Story and another report of its event, with what agrees: JSON of core.stories.parallels.Agreement. An English
-- Story is linked to a Chinese one (translated), a later one to an earlier one of its language.
create table parallels (
    story      integer primary key references stories (id) on delete cascade,
    other      integer not null references stories (id) on delete cascade,
    translated integer not null,
    strength   integer not null,
    agreement  text not null
) strict;
create index parallels_other on parallels (other);
insert into parallels select english, chinese, true, strength, agreement from translations;
drop table translations;
update digests set json = replace(json, '"translations":', '"parallels":');
"""

_TEXTS_AT_ONCE = 500

_SMALL_FEATURES = """
-- As before, without an index by Story, which would be as large again: whoever changes a Story knows its features.
drop table sketch;
create table sketch (
    h     integer not null,                 -- below 2^31: four bytes
    story integer not null,
    primary key (h, story)
) strict, without rowid;
insert or ignore into sketch (h, story)
select feature.value, told.story
from (
    select id as story, canonical as article from stories
    union select story, min(id) from articles where story is not null group by story
) as told join articles on articles.id = told.article, json_each(json_array('sketch', 'slot_hashes')) as name,
     json_each(fingerprint, '$.' || name.value) as feature
order by feature.value;

delete from left_out_sketch;
insert or ignore into left_out_sketch (h, article)
select feature.value, articles.id
from articles, json_each(json_array('sketch', 'slot_hashes')) as name,
     json_each(fingerprint, '$.' || name.value) as feature
where story is null and not by_hand and (verdict = 'held' or why = 'stale');
"""

_CHANNELS = """
-- The outbox once more: by several channels, and more than once to one recipient where a person wants it.
alter table deliveries rename to mails;
drop index deliveries_open;
create table deliveries (
    id         integer primary key,
    digest     integer not null references digests (id),
    channel    text not null,               -- `mail`, or the name of a channel of the config
    recipient  text not null,
    state      text not null,
    attempts   integer not null,            -- of the message that is next
    next_try   text,
    answer     text not null,
    tried_at   text,
    message_id text not null,
    body       blob not null,               -- a mail, or the JSON messages of a channel, one a line; zlib-compressed
    accepted   integer not null default 0,  -- messages that were taken
    unique (digest, message_id)
) strict;
create index deliveries_open on deliveries (state) where state not in ('sent', 'refused');
insert into deliveries
    (id, digest, channel, recipient, state, attempts, next_try, answer, message_id, body, accepted)
select id, digest, 'mail', recipient, state, attempts, next_try, answer, message_id, mime, state = 'sent' from mails;
drop table mails;
"""

_DIGEST_INDEXES = """
-- What became of articles lately, and when one of a Source came last.
create index links_decided on links (decided_at);
create index links_source on links (site, source, decided_at);
-- With what is counted of a Story, which lies behind the text in its row: no text is read for trends.
drop index articles_story;
create index articles_story on articles (story, on_topic, site, host) where story is not null;
"""

_JUDGEMENTS = """
-- What a person thinks of an article; the rules are measured by it.
create table judgements (
    article integer primary key references articles (id) on delete cascade,
    worthy  integer not null,
    trust   text,
    note    text not null,
    at      text not null
) strict;
create index articles_host on articles (host) where verdict = 'held';
"""

_FIRST_TABLES = """
-- Names and tiers of the configured Sites, for the outlets of a Story. The TOML files are the authority.
create table sites (
    id   text primary key,
    name text not null,
    tier text not null
) strict, without rowid;

-- One row for each address ever shown by a Source, under its canonical key.
create table links (
    id          integer primary key,
    key         text not null unique,
    url         text not null,              -- as first shown
    site        text not null,              -- '' for a page that a person imported
    source      text not null,
    anchor      text not null,
    listed      text,
    listed_text text,
    first_seen  text not null,
    last_seen   text not null,
    outcome     text not null,
    reason      text not null,
    decided_at  text not null,
    tries       integer not null,
    next_try    text                        -- null: not to be fetched (again)
) strict;
create index links_due on links (site, source, next_try) where next_try is not null;

-- What a server answered. Bodies are zlib-compressed; null when pruned.
create table pages (
    id         integer primary key,
    link       integer not null references links (id),
    asked_url  text,
    url        text,
    fetched_at text not null,
    status     integer not null,
    headers    text not null,               -- JSON object
    body       blob,
    hash       blob not null,               -- BLAKE2b-128 of the bytes
    size       integer not null,            -- bytes before compression
    state      text not null check (state in ('waiting', 'settled', 'unreadable', 'toxic', 'gone')),
    reason     text not null default '',
    tries      integer not null default 0,  -- readings that failed
    decided_at text                         -- when the state or the last failure came
) strict;
create index pages_link on pages (link, id);
create index pages_waiting on pages (id) where state = 'waiting';
create index pages_age on pages (fetched_at) where body is not null;

-- One reading of one Page; `part` counts the articles found in it from 0. A re-reading replaces the row in place.
create table articles (
    id                  integer primary key autoincrement,
    link                integer not null references links (id),
    part                integer not null,
    page                integer not null references pages (id),   -- the newest one read
    story               integer references stories (id),          -- null while held or rejected
    site                text,
    host                text,
    tier                text,
    url                 text,
    title               text not null,
    text                text not null,
    author              text,
    source              text,
    published           text,
    published_precision text,
    first_published     text,
    stale               integer,
    language            text,
    encoding            text,
    evidence            text not null,      -- JSON: date_evidence, first_published_evidence, attachments
    on_topic            text not null check (on_topic in ('yes', 'related', 'no')),
    score               integer not null,
    kind                text,
    trust               text not null,
    signs               text not null,      -- JSON list
    genre               text,
    exact               integer not null,   -- the fingerprint's, as a signed number
    fingerprint         text not null,      -- JSON
    verdict             text not null check (verdict in ('new', 'same', 'held', 'rejected')),
    how                 text,               -- members: how it stands to the first
    why                 text,               -- held and rejected: the class of the reason
    detail              text not null,
    also                text not null,      -- JSON list: further stories this page holds
    by_hand             integer not null default 0,  -- a person decided; a re-reading keeps that
    first_seen          text not null,      -- when its first page was fetched
    decided_at          text not null,      -- when the verdict became what it is
    unique (link, part),
    check ((story is not null) = (how is not null)),
    check ((verdict in ('held', 'rejected')) = (why is not null))
) strict;
create index articles_story on articles (story) where story is not null;
create index articles_exact on articles (exact) where story is not null;
create index articles_page on articles (page);
create index articles_left_out on articles (decided_at) where story is null;

-- What an article said before a re-reading changed its title or text.
create table article_versions (
    id          integer primary key,
    article     integer not null references articles (id) on delete cascade,
    page        integer not null references pages (id),
    title       text not null,
    text        text not null,
    replaced_at text not null
) strict;
create index article_versions_article on article_versions (article);

create table tags (
    article integer not null references articles (id) on delete cascade,
    place   integer not null,               -- their order in the assessment
    kind    text not null,
    name    text not null,
    label   text not null,
    points  integer not null,
    hits    text not null,                  -- JSON list
    primary key (article, place)
) strict, without rowid;
create index tags_name on tags (kind, name);

create table stories (
    id         integer primary key autoincrement,
    first_seen text not null,
    canonical  integer not null references articles (id)
) strict;
create index stories_first_seen on stories (first_seen);
create index stories_canonical on stories (canonical);

-- Features by which a Story is found again: those of its first and of its canonical article, so that copies never
-- lengthen the lists (dedup.md §0).
create table sketch (
    h     integer not null,
    story integer not null references stories (id) on delete cascade,
    primary key (h, story)
) strict, without rowid;
create index sketch_story on sketch (story);

-- Characters set apart by spaces, folded (store.search); the original stands in `articles`.
create virtual table full_text using fts5 (
    title, text, content = '', tokenize = "unicode61 remove_diacritics 0"
);

-- Hosts a person decided about for good.
create table rulings (
    host     text primary key,
    decision text not null check (decision in ('released', 'rejected')),
    at       text not null
) strict, without rowid;

create table checks (
    id      integer primary key,
    site    text not null,
    source  text not null,
    at      text not null,
    outcome text not null,
    reason  text not null,
    status  integer,
    links   integer not null,
    new     integer not null,
    newest  text
) strict;
create index checks_source on checks (site, source, at);
create index checks_at on checks (at);

-- What a server said for conditional requests.
create table validators (
    url           text primary key,
    etag          text,
    last_modified text,
    conditional   integer not null          -- conditional requests since the last unconditional one
) strict, without rowid;

create table robots (
    host_key   text primary key,
    fetched_at text not null,
    status     integer not null,
    body       blob not null
) strict, without rowid;

create table runs (
    id        integer primary key,
    site      text not null,
    started   text not null,
    ended     text,
    ending    text not null,
    requests  integer not null default 0,
    pages     integer not null default 0,
    new_links integer not null default 0,
    failures  integer not null default 0
) strict;
create index runs_running on runs (id) where ended is null;

create table digests (
    id         integer primary key,
    name       text not null,
    local_date text not null,
    since      text not null,
    until      text not null,
    late       integer not null,
    built_at   text not null,
    json       text not null,
    unique (name, local_date)
) strict;

create table digest_stories (
    digest integer not null references digests (id),
    story  integer not null references stories (id),
    primary key (digest, story)
) strict, without rowid;
create index digest_stories_story on digest_stories (story);

-- The outbox (reliability.md §4.5): one row for each recipient, with the frozen bytes of his mail.
create table deliveries (
    id         integer primary key,
    digest     integer not null references digests (id),
    recipient  text not null,
    state      text not null,
    attempts   integer not null,
    next_try   text,
    answer     text not null,
    message_id text not null,
    mime       blob not null,
    unique (digest, recipient)
) strict;
create index deliveries_open on deliveries (state) where state not in ('sent', 'refused');
"""

_HEALTH = """
alter table checks add column dated integer not null default 0;
alter table checks add column spacing real;
alter table checks add column seen integer not null default 0;
alter table checks add column proposal text;
alter table checks add column redirected text;
alter table checks add column run integer;
create index checks_news on checks (site, source, at) where new > 0;
"""
