-- What is searched beside the plain columns. Null: not yet indexed anew; the server does so in the background.
alter table study add column keys jsonb, add column name_words text[];
alter table series add column keys jsonb;
alter table instance add column keys jsonb;
comment on column study.keys is 'attributes by tag with their folded values, sequences as lists of objects: see org.voxrelay.archive.KeyDocument';
comment on column study.name_words is 'folded words of the patient''s name, and how they sound, marked by a tilde';
comment on column instance.keys is 'null where no extra attribute of instances is searched';
create index on study using gin (keys jsonb_path_ops);
create index on study using gin (name_words);
create index on series using gin (keys jsonb_path_ops);
create index on instance using gin (keys jsonb_path_ops) where keys is not null;
-- Performed Procedure Step Start Date: a required key with ranges.
create index on series (((keys -> '00400244' ->> 0) collate "C"));

create table reindex (
    one      boolean primary key default true check (one),
    wanted   text not null default '',
    last     bigint not null default 0,
    goal     bigint not null default 0,
    series   bigint not null default 0,
    done     bigint not null default 0,
    skipped  bigint not null default 0,
    started  timestamptz,
    ended    timestamptz
);
comment on table reindex is 'how far the series have been indexed anew for what is searched; they are walked by primary key up to goal';
comment on column reindex.wanted is 'version and extra attributes; another text begins anew';
comment on column reindex.skipped is 'series that could not be read; the log names them';
insert into reindex default values;
