-- What happened to instances, in the order of commits, and what was deleted and can be taken back.
create table change (
    seq        bigint primary key,
    n          int not null check (n > 0),
    what       text not null check (what in ('STORED', 'REPLACED', 'DELETED', 'RESTORED')),
    study_uid  text collate "C" not null,
    series_uid text collate "C" not null,
    uids       text[] not null,
    at         timestamptz not null default clock_timestamp()
);
comment on table change is 'one row for what one transaction did to instances of one series; kept for good';
comment on column change.seq is 'number of the first of its n changes; they are consecutive, and so are the rows, without gaps';

-- What was stored before there was a feed.
insert into change (seq, n, what, study_uid, series_uid, uids)
select 1 + sum(n) over (order by pk) - n, n, 'STORED', study_uid, series_uid, uids
from (select series.pk, study.uid as study_uid, series.uid as series_uid, count(*)::int as n,
             array_agg(instance.uid order by instance.pk) as uids
      from instance join series on series.pk = series_pk join study on study.pk = study_pk
      group by series.pk, study.uid, series.uid) stored;

create table deletion (
    pk         bigint generated always as identity primary key,
    study_uid  text collate "C" not null,
    series_uid text collate "C",
    uid        text collate "C",
    deleted    timestamptz not null default clock_timestamp(),
    purge_at   timestamptz not null
);
comment on table deletion is 'what somebody deleted at once: a study, a series of it, or an instance of that';
create index on deletion (purge_at);

create table trashed_instance (
    pk          bigint generated always as identity primary key,
    deletion_pk bigint not null references deletion on delete cascade,
    uid         text collate "C" not null,
    size        bigint not null,
    crc         int,
    place       text not null unique,
    superseded  boolean not null
);
comment on table trashed_instance is 'bytes that are kept and not shown; superseded: another one had taken its place before both were deleted';
create index on trashed_instance (deletion_pk);
create index on trashed_instance (uid);
