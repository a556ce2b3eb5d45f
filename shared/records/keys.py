"""
Every partition and sort key, and nothing else.

    partition               sort                     item
    SESSION#{id}            HEAD                     header
    CONTENT#{id}#{life}     LAYER#{generation}#{zone}#{name}  one leaf of the content
                            LAYER#{generation}#!     the leaves of a wide change
                            UPLOAD#{document}        an upload not yet processed
                            DELIVERY#{hash}          an upload that was processed
                            NEWEST#{stage}           the newest job of a stage
                            CHECKPOINT#{checkpoint}  one checkpoint
                            NAME#{name}              which checkpoint has a name
                            SUMMARY#{summary}        one summary of what would be committed
                            COMMIT#{sequence}        one commit in the list of the session's
                            REVISION#{revision}      which node of the lineage a revision is
                            MERGE#{merge}            one merge into the session, for a day
                            ANSWER#{hash}            what a language model answered to a question
                            ANNOTATION#{annotation}  one note of a reviewer
                            APPROVAL#{approval}      one request for leave to commit, merge, restore or delete
                            HELD#{checkpoint}        which pending approval names a checkpoint
                            CACHED#{key}             one value of the session's cache; its parts and tally beside it
    EVENTS#{id}#{life}      {sequence}               one event
    JOBS#{id}#{life}        {job}                    one job; time-ordered ids list them oldest first
    TOLD#{id}#{life}         {hash}                   one event an agent gave under an id of its own
    FILES#SESSION#{id}#{life}  NAME#{name}             one file that agents keep with a session
    FILES#USER#{tenant}#{app}#{owner}  VERSION#{name}#{life}#{n}  one version of one that a user's sessions share
    SCOPE#{tenant}#{app}     APP                      what all users of an agent app share
    SCOPE#{tenant}#{app}     USER#{owner}             what one user's sessions of it share
    INDEX#OWNER#{tenant}#{owner}  {created}#{id}            one session that somebody has a role in
    INDEX#APP#{tenant}#{app}      {owner}#{created}#{id}    one session of an agent app
    INDEX#DELETED#{digit}   {id}                     one session that was deleted lately, of whom
    INDEX#APPS#{tenant}#{owner}   APP#{app}                 one app in which an owner has had sessions
    CACHE#{tenant}          {hash}                   where the result of work on such input lies
    FAMILY#{space}          NODE#{node}              one state in the graph of a family's contents
                            MOVES                    counts what lets a second holder have what a first one holds
    COMMIT#{commit}         COMMIT                   one commit
    FAMILIES#{digit}        {space}#{kind}#{id}      one session or commit of a family, or where what an app shares lies
    ONCE#{hash of who}      {hash of what}           the answer to a request that is to have one effect
    SIGNING#PAGES           SECRET                   the secret that signs the tokens of pages
    KEYS                    {hash}                   one API key

`life` keeps what a deleted session left behind out of sight of a new one with the same id.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from shared.domain.content import Zone
from shared.domain.session import Session
from shared.kernel.hashing import digest
from shared.ports.items import Key
from shared.records.headers import to_micros

_LONGEST_NAME: Final = 250
LAYERS = "LAYER#"
UPLOADS = "UPLOAD#"
ARTIFACT_NAMES = "NAME#"
ANSWERS = "ANSWER#"
API_KEYS = "KEYS"


def escaped(text: str) -> str:
    """Escape what separates the parts of a key, so that `a#b` + `c` never meets `a` + `b#c`."""
    return quote(text, safe=" !$&'()*+,-./:;=?@[]_~{|}")


def named(text: str) -> str:
    """Return somebody's name as part of a key: escaped, or its hash when it is long, which no other name can equal."""
    name = escaped(text).replace("~", "%7E")
    return name if len(name) <= _LONGEST_NAME else f"~{digest(text.encode('utf-8', 'surrogatepass'))}"


def _partition(kind: str, session: Session) -> str:
    return f"{kind}#{escaped(session.id)}#{session.life}"


def head(session_id: str) -> Key:
    """Return the key of a session's header."""
    return Key(f"SESSION#{named(session_id)}", "HEAD")


def content_partition(session: Session) -> str:
    """Return the partition of the session's content, uploads and pointers."""
    return _partition("CONTENT", session)


def _layer(generation: int) -> str:
    # Nine digits keep text order and number order the same.
    return f"{LAYERS}{generation:09d}"


def leaf(session: Session, zone: Zone, name: str) -> Key:
    """Return the key of one leaf in the topmost layer."""
    return Key(content_partition(session), f"{_layer(session.layers.generation)}#{zone}#{escaped(name)}")


def bulk(session: Session) -> Key:
    """Return the key of what starts the topmost layer: it sorts before every leaf."""
    return Key(content_partition(session), f"{_layer(session.layers.generation)}#!")


def behind_layer(generation: int) -> str:
    """Return what sorts behind everything in a layer and before everything in the next."""
    return f"{_layer(generation)}$"


def generation(key: Key) -> int:
    """Return which layer a key lies in."""
    return int(key.sort[len(LAYERS) : len(LAYERS) + 9])


def upload(session: Session, document_id: str) -> Key:
    """Return the key of one upload that is not yet processed."""
    return Key(content_partition(session), UPLOADS + escaped(document_id))


def delivery(session: Session, digest: str) -> Key:
    """Return the key of the mark that one upload was processed."""
    return Key(content_partition(session), f"DELIVERY#{digest}")


def answer(session: Session, digest: str) -> Key:
    """Return the key of the answer to one question to a language model."""
    return Key(content_partition(session), ANSWERS + digest)


def newest_job(session: Session, stage: str) -> Key:
    """Return the key of the pointer to the newest job of a stage."""
    return Key(content_partition(session), f"NEWEST#{escaped(stage)}")


def events_partition(session: Session) -> str:
    """Return the partition of a session's log."""
    return _partition("EVENTS", session)


def event(session: Session, sequence: int) -> Key:
    """Return the key of one event; twelve digits keep text order and number order the same."""
    return Key(events_partition(session), f"{sequence:012d}")


def jobs_partition(session: Session) -> str:
    """Return the partition of a session's jobs."""
    return _partition("JOBS", session)


def job(session: Session, job_id: str) -> Key:
    """Return the key of one job."""
    return Key(jobs_partition(session), escaped(job_id))


def result(tenant: str, digest: str) -> Key:
    """Return the key of what a tenant's work on some input gave, by the hash of the input."""
    return Key(f"CACHE#{escaped(tenant)}", digest)


def api_key(digest: str) -> Key:
    """Return the key of one API key, by the hash of its secret."""
    return Key(API_KEYS, digest)


def owner_index(tenant: str, owner: str) -> str:
    """Return the partition that lists the sessions somebody has a role in, oldest first."""
    return f"INDEX#OWNER#{named(tenant)}#{named(owner)}"


def app_index(tenant: str, app: str) -> str:
    """Return the partition that lists an agent app's sessions, by owner, oldest first."""
    return f"INDEX#APP#{named(tenant)}#{named(app)}"


def apps_index(tenant: str, owner: str) -> str:
    """Return the partition that lists the apps in which an owner has had sessions."""
    return f"INDEX#APPS#{named(tenant)}#{named(owner)}"


def owner_prefix(owner: str) -> str:
    """Return what the entries of one owner start with, in the index of an app."""
    return f"{named(owner)}#"


def age(session: Session) -> str:
    """Return a session's place in an index: twenty digits keep text order and number order the same."""
    return f"{to_micros(session.created):020d}#{escaped(session.id)}"


def app_name(app: str) -> str:
    """Return the sort key of one app in the index of apps."""
    return f"APP#{named(app)}"


def partitions(session: Session) -> tuple[str, ...]:
    """Return every partition of a session's own, its jobs first."""
    return (
        jobs_partition(session),
        content_partition(session),
        events_partition(session),
        told_partition(session),
        session_artifacts(session),
    )


def told_partition(session: Session) -> str:
    """Return the partition of the marks by which an event given twice is known."""
    return _partition("TOLD", session)


def told(session: Session, mark: str) -> Key:
    """Return the key of the mark of one event that an agent gave under an id of its own."""
    return Key(told_partition(session), mark)


def app_scope(tenant: str, app: str) -> Key:
    """Return the key of the state that all users of an agent app share."""
    return Key(f"SCOPE#{named(tenant)}#{named(app)}", "APP")


def user_scope(tenant: str, app: str, owner: str) -> Key:
    """Return the key of the state that one user's sessions of an agent app share."""
    return Key(f"SCOPE#{named(tenant)}#{named(app)}", f"USER#{named(owner)}")


def session_artifacts(session: Session) -> str:
    """Return the partition of the files that agents keep with a session."""
    return _partition("FILES#SESSION", session)


def user_artifacts(tenant: str, app: str, owner: str) -> str:
    """Return the partition of the files that a user's sessions of an agent app share."""
    return f"FILES#USER#{named(tenant)}#{named(app)}#{named(owner)}"


def artifact_name(partition: str, name: str) -> Key:
    """Return the key of a file's name."""
    return Key(partition, ARTIFACT_NAMES + named(name))


def artifact_versions(name: str, life: str) -> str:
    """Return what the sort keys of one life of a file start with."""
    return f"VERSION#{named(name)}#{life}#"


def artifact_version(partition: str, name: str, life: str, number: int) -> Key:
    """Return the key of one version; ten digits keep text order and number order the same."""
    return Key(partition, f"{artifact_versions(name, life)}{number:010d}")
